using System.CommandLine;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Personalization.Client.Api.Hosting;
using Personalization.Grains.Feeds;
using Personalization.Hosting.Composition;

namespace Personalization.Benchmarks.Drill.Host;

/// <summary><c>drill-host</c>: a process of the engine, composed as it ships, without some of its defences.</summary>
/// <remarks>
/// The product has no switch for them: each is taken away by a decorator that only this command registers.
/// </remarks>
internal static class DrillHostCommand
{
    /// <summary>The command's name.</summary>
    public const string Name = "drill-host";

    private const string Silo = "silo";
    private const string Api = "api";

    /// <summary>The command.</summary>
    public static Command Create()
    {
        Argument<string> program = new("program") { Description = "The program to host." };
        program.AcceptOnlyFromAmong(Silo, Api);
        Option<string[]> without = new("--without")
        {
            Description = $"The defences to take away: {string.Join(", ", Defences.All)}.",
            AllowMultipleArgumentsPerToken = true,
        };
        without.AcceptOnlyFromAmong([.. Defences.All]);
        Option<string> urls = new("--urls") { Description = "Where to listen.", Required = true };
        Command command = new(Name, "Hosts a program for a drill, without some defences.") { program, without, urls };
        command.SetAction((parsed, _) =>
            RunAsync(parsed.GetValue(program)!, parsed.GetValue(without) ?? [], parsed.GetValue(urls)!));
        return command;
    }

    /// <summary>The command line that hosts a program.</summary>
    /// <param name="isSilo">Whether the program is the silo; else it is the API.</param>
    /// <param name="without">The defences to take away.</param>
    public static IReadOnlyList<string> Line(bool isSilo, IEnumerable<string> without) =>
        [typeof(DrillHostCommand).Assembly.Location, Name, isSilo ? Silo : Api, "--without", .. without];

    private static Task<int> RunAsync(string program, IReadOnlyCollection<string> without, string urls) =>
        EngineProgram.RunAsync(() => program == Silo ? BuildSilo(without, urls) : BuildApi(without, urls));

    private static WebApplication BuildSilo(IReadOnlyCollection<string> without, string urls)
    {
        WebApplicationBuilder builder = SiloServer.CreateBuilder(["--urls", urls]);
        if (without.Contains(Defences.Validation))
        {
            ServiceDescriptor shipped = builder.Services.Last(service => service.ServiceType == typeof(FeedRegistry));
            _ = builder.Services.Replace(ServiceDescriptor.Singleton(
                services => UncheckedSource.Around((FeedRegistry)shipped.ImplementationFactory!(services))));
        }

        return SiloServer.Build(builder);
    }

    private static WebApplication BuildApi(IReadOnlyCollection<string> without, string urls)
    {
        bool hasDeadlines = !without.Contains(Defences.Deadlines);
        string endless = $"--Personalization:Api:DefaultDeadlineMs={EndlessDeadlines.LongestMs}";
        string[] settings = hasDeadlines ? [] : [endless];
        WebApplicationBuilder builder = Server.CreateBuilder(["--urls", urls, .. settings]);
        if (!hasDeadlines)
        {
            _ = builder.Services.AddSingleton<IStartupFilter, EndlessDeadlines>();
        }

        if (without.Contains(Defences.FallbackLevels))
        {
            _ = builder.Services.AddSingleton<IStartupFilter, RefusedFallbacks>();
        }

        if (without.Contains(Defences.Retries))
        {
            _ = builder.Services.AddSingleton<IOutgoingGrainCallFilter, SingleTries>();
        }

        return Server.Build(builder);
    }
}
