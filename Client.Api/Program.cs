using Personalization.Client.Api.Hosting;
using Personalization.Client.Api.Import;

return args is ["import", ..]
    ? await ImportCommand.RunAsync(args[1..])
    : await Server.RunAsync(args);
