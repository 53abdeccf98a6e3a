using System.Diagnostics;
using System.Text.Json;
using Personalization.Testing;
using Personalization.Testing.Cluster;

namespace Personalization.ClusterTests.Drill;

/// <summary>The drill command, one minute long, with parallel worlds.</summary>
[Collection(nameof(Alone))]
[Trait("Category", "Drill")]
public sealed class DrillTests
{
    /// <summary>
    /// Checks the promises of the drill. Left out are those that depend on a busy machine: reads in time, the last
    /// hundredth of the conversions, the minute of the first alert. Four worlds with silos and databases share the
    /// processor here. The command itself checks those promises too.
    /// </summary>
    [Fact]
    public async Task The_shipped_engine_survives_the_incident_and_a_naive_build_does_not()
    {
        (_, string output, JsonElement[] worlds) = await RunAsync("--seconds", "60");
        Assert.True(worlds.Length == 4, output);
        Dictionary<string, JsonElement> results = worlds.ToDictionary(
            world => world.GetProperty("world").GetString()!, StringComparer.Ordinal);
        double naiveLoss = Conversions("healthy") - Conversions("naive");
        double shippedLoss = Conversions("healthy") - Conversions("shipped");

        Assert.True(naiveLoss >= 0.1 * Conversions("healthy"), output);
        Assert.True(shippedLoss <= naiveLoss / 3, output);
        Assert.True(Count("unanswered") == 0 && Count("wrongFresh") == 0 && Count("writesLost") == 0, output);
        Assert.True(results["shipped"].GetProperty("alerts").GetArrayLength() > 0, output);

        double Conversions(string world) => results[world].GetProperty("conversionsInFaults").GetDouble();
        int Count(string metric) => results["shipped"].GetProperty(metric).GetInt32();
    }

    /// <summary>
    /// Runs the shipped engine once without each defence. The drill must fail then and show the value of the defence.
    /// </summary>
    [Fact]
    public async Task Without_one_defence_the_faults_cause_the_damage_it_prevents()
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

        int Cost(string defence, string metric) => without[defence].GetProperty(metric).GetInt32();
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
