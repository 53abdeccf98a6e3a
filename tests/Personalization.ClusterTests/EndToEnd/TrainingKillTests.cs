using System.Text.Json;
using Personalization.Testing;

namespace Personalization.ClusterTests.EndToEnd;

/// <summary>
/// A training ends with its engine, by <c>kill -9</c> or by a normal stop, and the next engine resumes it without a
/// request.
/// </summary>
public sealed class TrainingKillTests
{
    private const int Writers = 16;
    private const int Enough = 3_000;
    private static readonly TimeSpan StopsWithin = TimeSpan.FromSeconds(15);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_next_engine_resumes_and_ends_an_interrupted_training(bool isKilled)
    {
        using TempFolder data = new();
        EngineLaunch launch = new(data.Path);
        string planned;
        await using (EngineProcess engine = await EngineProcess.StartAsync(
            launch, TestContext.Current.CancellationToken))
        {
            WriterCrowd crowd = new(seed: 7, Writers);
            Task writing = crowd.StartAsync(engine, Enough);
            await crowd.EnoughAsync(writing);
            using WireClient client = new(engine);
            await client.StartTrainingAsync();
            JsonElement status = await Eventually.Async(
                client.TrainingAsync, training => training.GetProperty("storedSteps").GetInt32() > 0);
            Assert.Equal(0, status.GetProperty("resumedSteps").GetInt32());
            planned = status.GetProperty("plannedVersion").GetString()!;
            Assert.NotEmpty(ResumePoints(data.Path));
            await EndAsync(engine, isKilled);
            await writing;
        }

        Assert.DoesNotContain(planned, Folders(data.Path, "*"));
        await using EngineProcess next = await EngineProcess.StartAsync(launch, TestContext.Current.CancellationToken);
        using WireClient again = new(next);
        JsonElement models = await Eventually.Async(
            again.ModelsAsync,
            catalog => catalog.TryGetProperty("live", out JsonElement live) && live.GetString() is not null);
        Assert.Equal(planned, models.GetProperty("live").GetString());
        JsonElement ended = await Eventually.Async(
            again.TrainingAsync, training => !training.GetProperty("running").GetBoolean());
        Assert.Equal(planned, ended.GetProperty("version").GetString());
        Assert.InRange(ended.GetProperty("resumedSteps").GetInt32(), 1, ended.GetProperty("storedSteps").GetInt32());
        Assert.Empty(ResumePoints(data.Path));
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

    private static string[] ResumePoints(string data) => Folders(data, "resume-*");

    private static string[] Folders(string data, string pattern) =>
        [.. Directory.GetDirectories(Path.Combine(data, "models"), pattern).Select(path => Path.GetFileName(path))];
}
