using Personalization.Client.Api;

return await CommandLine.RunAsync(args);
