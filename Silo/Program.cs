using Personalization.Hosting.Composition;

if (args.Any(argument => argument is "--help" or "-h" or "-?"))
{
    Console.WriteLine(SiloServer.Help);
    return 0;
}

return await EngineProgram.RunAsync(() => SiloServer.Build(SiloServer.CreateBuilder(args)));
