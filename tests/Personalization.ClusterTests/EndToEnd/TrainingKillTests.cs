using System.Text.Json;
using System.Text.RegularExpressions;
using Personalization.ClusterTests.Grains;
using Personalization.Testing;

namespace Personalization.ClusterTests.EndToEnd;

/// <summary>A training dies with its engine of <c>kill -9</c> or is stopped with it, and goes on by itself in the next.</summary>
public sealed partial class TrainingKillTests
{
    private const int Writers = 16;
    private const int Enough = 3_000;
    private static readonly TimeSpan StopsWithin = TimeSpan.FromSeconds(15);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_training_that_was_cut_short_goes_on_in_the_next_engine_and_ends(bool isKilled)
    {
        using TempFolder data = new();
        EngineLaunch launch = new(data.Path);
        string begun;
        await using (EngineProcess engine = await EngineProcess.StartAsync(launch, TestContext.Current.CancellationToken))
        {
            WriterCrowd crowd = new(seed: 7, Writers);
            Task writing = crowd.StartAsync(engine, Enough);
            await crowd.EnoughAsync(writing);
            using WireClient client = new(engine);
            await client.StartTrainingAsync();
            string[] kept = await Eventually.Async(() => Task.FromResult(Kept(data.Path)), marks => marks.Length > 1);
            begun = Named().Match(kept[0]).Groups[1].Value;
            await EndAsync(engine, isKilled);
            await writing;
        }

        Assert.DoesNotContain(begun, Directory.GetDirectories(Path.Combine(data.Path, "models")).Select(Path.GetFileName));
        await using EngineProcess next = await EngineProcess.StartAsync(launch, TestContext.Current.CancellationToken);
        using WireClient again = new(next);
        JsonElement models = await Eventually.Async(again.ModelsAsync, catalog => catalog.TryGetProperty("live", out JsonElement live) && live.GetString() is not null);
        Assert.Equal(begun, models.GetProperty("live").GetString());
        _ = await Eventually.Async(again.ModelsAsync, catalog => !catalog.GetProperty("training").GetProperty("running").GetBoolean());
        Assert.Empty(Kept(data.Path));
        Match said = GoesOn().Match(next.Output);
        Assert.True(said.Success && int.Parse(said.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture) > 0, next.Output);
    }

    private static async Task EndAsync(EngineProcess engine, bool isKilled)
    {
        if (isKilled)
        {
            engine.Kill();
            await engine.WaitForExitAsync(TestContext.Current.CancellationToken);
        }
        else
        {
            Assert.Equal(0, await engine.TerminateAsync(StopsWithin));
        }
    }

    private static string[] Kept(string data) =>
        Directory.Exists(Path.Combine(data, "models")) ? [.. Directory.GetDirectories(Path.Combine(data, "models"), "resume-*").Select(path => Path.GetFileName(path))] : [];

    [GeneratedRegex(@"^resume-(\d{8}-\d{6}-\d{3})-")]
    private static partial Regex Named();

    [GeneratedRegex(@"was cut short and goes on: (\d+) steps")]
    private static partial Regex GoesOn();
}
