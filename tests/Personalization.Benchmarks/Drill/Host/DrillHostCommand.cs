using System.CommandLine;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Personalization.Client.Api.Hosting;
using Personalization.Grains.Feeds;
using Personalization.Hosting.Composition;

namespace Personalization.Benchmarks.Drill.Host;

/// <summary>The command <c>drill-host</c>: hosts a program of the engine without some of its defenses.</summary>
/// <remarks>
/// The product has no switches for its defenses. This command registers a decorator that removes a defense.
/// </remarks>
internal static class DrillHostCommand
{
    /// <summary>The name of the command.</summary>
    public const string Name = "drill-host";

    private const string Silo = "silo";
    private const string Api = "api";

    /// <summary>Creates the command.</summary>
    public static Command Create()
    {
        Argument<string> program = new("program") { Description = "The program to host." };
        program.AcceptOnlyFromAmong(Silo, Api);
        Option<string[]> without = new("--without")
        {
            Description = $"The defenses to remove: {string.Join(", ", Defenses.All)}.",
            AllowMultipleArgumentsPerToken = true,
        };
        without.AcceptOnlyFromAmong([.. Defenses.All]);
        Option<string> urls = new("--urls") { Description = "The URLs to listen on.", Required = true };
        Command command = new(Name, "Hosts a program for a drill, without some defenses.") { program, without, urls };
        command.SetAction((parsed, _) =>
            RunAsync(parsed.GetValue(program)!, parsed.GetValue(without) ?? [], parsed.GetValue(urls)!));
        return command;
    }

    /// <summary>Gets the command line that hosts a program.</summary>
    /// <param name="isSilo">True for the silo, false for the API.</param>
    /// <param name="without">The defenses to remove.</param>
    public static IReadOnlyList<string> Line(bool isSilo, IEnumerable<string> without) =>
        [typeof(DrillHostCommand).Assembly.Location, Name, isSilo ? Silo : Api, "--without", .. without];

    private static Task<int> RunAsync(string program, IReadOnlyCollection<string> without, string urls) =>
        EngineProgram.RunAsync(() => program == Silo ? BuildSilo(without, urls) : BuildApi(without, urls));

    private static WebApplication BuildSilo(IReadOnlyCollection<string> without, string urls)
    {
        WebApplicationBuilder builder = SiloServer.CreateBuilder(["--urls", urls]);
        if (without.Contains(Defenses.Validation))
        {
            ServiceDescriptor shipped = builder.Services.Last(service => service.ServiceType == typeof(FeedRegistry));
            _ = builder.Services.Replace(ServiceDescriptor.Singleton(
                services => UncheckedSource.Around((FeedRegistry)shipped.ImplementationFactory!(services))));
        }

        return SiloServer.Build(builder);
    }

    private static WebApplication BuildApi(IReadOnlyCollection<string> without, string urls)
    {
        bool hasDeadlines = !without.Contains(Defenses.Deadlines);
        string endless = $"--Personalization:Api:DefaultDeadlineMs={EndlessDeadlines.LongestMs}";
        string[] settings = hasDeadlines ? [] : [endless];
        WebApplicationBuilder builder = Server.CreateBuilder(["--urls", urls, .. settings]);
        if (!hasDeadlines)
        {
            _ = builder.Services.AddSingleton<IStartupFilter, EndlessDeadlines>();
        }

        if (without.Contains(Defenses.FallbackLevels))
        {
            _ = builder.Services.AddSingleton<IStartupFilter, RefusedFallbacks>();
        }

        if (without.Contains(Defenses.Retries))
        {
            _ = builder.Services.AddSingleton<IOutgoingGrainCallFilter, SingleTries>();
        }

        return Server.Build(builder);
    }
}
