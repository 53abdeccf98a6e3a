using Personalization.Hosting.Composition;

// The silo: the engine without the REST API. It serves grains to APIs and other silos, and answers health probes.
// The program Client.Api adds the REST API, and with the embedded store it runs a silo in the same process.

if (args.Any(argument => argument is "--help" or "-h" or "-?"))
{
    Console.WriteLine(SiloServer.Help);
    return 0;
}

return await EngineProgram.RunAsync(() => SiloServer.Build(SiloServer.CreateBuilder(args)));
