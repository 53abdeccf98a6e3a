using System.Diagnostics;
using System.Text.Json;
using Personalization.Testing;
using Personalization.Testing.Cluster;

namespace Personalization.ClusterTests.Drill;

/// <summary>The drill as people run it, a minute long, its worlds side by side.</summary>
[Collection(nameof(Alone))]
[Trait("Category", "Drill")]
public sealed class DrillTests
{
    /// <summary>
    /// What the drill promises but for what a busy machine decides (reads in time, the last hundredth of the
    /// conversions, the minute of the first alert): four worlds with their silos and databases share the processor
    /// here. The command itself judges those too.
    /// </summary>
    [Fact]
    public async Task The_engine_as_it_ships_comes_through_the_incident_and_a_naive_build_does_not()
    {
        (_, string output, JsonElement[] worlds) = await RunAsync("--seconds", "60");
        Assert.True(worlds.Length == 4, output);
        Dictionary<string, JsonElement> lived = worlds.ToDictionary(
            world => world.GetProperty("world").GetString()!, StringComparer.Ordinal);
        double naiveLoss = Conversions("healthy") - Conversions("naive");
        double shippedLoss = Conversions("healthy") - Conversions("shipped");

        Assert.True(naiveLoss >= 0.1 * Conversions("healthy"), output);
        Assert.True(shippedLoss <= naiveLoss / 3, output);
        Assert.True(Count("unanswered") == 0 && Count("wrongFresh") == 0 && Count("writesLost") == 0, output);
        Assert.True(lived["shipped"].GetProperty("alerts").GetArrayLength() > 0, output);

        double Conversions(string world) => lived[world].GetProperty("conversionsInFaults").GetDouble();
        int Count(string figure) => lived["shipped"].GetProperty(figure).GetInt32();
    }

    /// <summary>
    /// The engine as it ships but for one defence, for each of them: the drill can fail, and shows what the defence is
    /// worth.
    /// </summary>
    [Fact]
    public async Task Without_any_one_defence_the_same_faults_cost_what_it_saves()
    {
        (int code, string output, JsonElement[] worlds) = await RunAsync(
            "--seconds", "40", "--without", "NoDeadlines", "NoRetries", "NoValidation", "NoLadder");
        Assert.True(code == 0, output);
        Dictionary<string, JsonElement> without = worlds.ToDictionary(
            world => world.GetProperty("world").GetString()!.Split(", ")[1], StringComparer.Ordinal);

        Assert.True(Cost("NoDeadlines", "late") + Cost("NoDeadlines", "unanswered") > 0, output);
        Assert.True(Cost("NoRetries", "writesLost") > 0, output);
        Assert.True(Cost("NoValidation", "wrongFresh") > 0, output);
        Assert.True(Cost("NoLadder", "unanswered") > 0, output);

        int Cost(string defence, string figure) => without[defence].GetProperty(figure).GetInt32();
    }

    private static async Task<(int Code, string Output, JsonElement[] Worlds)> RunAsync(params string[] options)
    {
        Assert.SkipWhen(PostgresServer.Missing() is not null, PostgresServer.Missing() ?? string.Empty);
        using TempFolder folder = new();
        string json = Path.Combine(folder.Path, "worlds.json");
        string configuration = new DirectoryInfo(
            AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar)).Parent!.Name;
        string program = Path.Combine(
            EngineBuild.Root,
            "tests",
            "Personalization.Benchmarks",
            "bin",
            configuration,
            "net10.0",
            "Personalization.Benchmarks.dll");
        ProcessStartInfo start = new(EngineBuild.Host, [program, "drill", "--together", "--json", json, .. options])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true
        };
        using Process drill = Process.Start(start)!;
        Task<string> errors = drill.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string output = await drill.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken) + await errors;
        await drill.WaitForExitAsync(TestContext.Current.CancellationToken);
        using JsonDocument? worlds = File.Exists(json)
            ? JsonDocument.Parse(await File.ReadAllTextAsync(json, TestContext.Current.CancellationToken))
            : null;
        return (drill.ExitCode, output, [.. worlds?.RootElement.Clone().EnumerateArray() ?? []]);
    }
}
