using Personalization.Client.Api.Hosting;

return await CommandLine.RunAsync(args);
