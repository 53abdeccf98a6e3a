using System.Globalization;
using System.Text.Json;
using Personalization.Benchmarks.Load;
using Personalization.Testing;

namespace Personalization.Benchmarks.Engines;

/// <summary>A running engine with a trained model and users who have a history.</summary>
internal sealed record PreparedEngine(
    EngineProcess Process, MemoryProbe Probe, EngineLaunch Launch, Population Readers, TrainingFigures? Training)
{
    private const int MaxReaders = 1000;
    private const int PastEvents = 10;

    /// <summary>
    /// Starts an engine with a shop's log, which it imports and trains on, or with the generated sample shop.
    /// </summary>
    /// <param name="dataPath">The folder of the engine's data.</param>
    /// <param name="shopFolder">A folder in the retailrocket layout; null for the generated sample shop.</param>
    /// <param name="output">Receives progress messages.</param>
    /// <param name="settings">Additional settings of this engine.</param>
    /// <param name="program">The program file of another build; null for the build of this repository.</param>
    /// <param name="omitted">Environment variables that the engine does not get.</param>
    public static async Task<PreparedEngine> StartAsync(
        string dataPath,
        string? shopFolder,
        TextWriter output,
        IReadOnlyDictionary<string, string>? settings = null,
        string? program = null,
        IEnumerable<string>? omitted = null)
    {
        MemoryProbe probe = new();
        EngineLaunch launch = probe.Attach(new EngineLaunch(dataPath) { Omitted = [.. omitted ?? []] });
        foreach ((string name, string value) in settings ?? new Dictionary<string, string>())
        {
            launch = launch.With(name, value);
        }

        if (shopFolder is null)
        {
            launch = launch.With("Personalization__Sample", "true");
        }

        EngineProcess engine = await EngineProcess.StartAsync(
            launch, [program ?? EngineBuild.Dll], "/health/ready", CancellationToken.None);
        using EngineClient client = new(engine);
        return shopFolder is null
            ? new(engine, probe, launch, await SampleReadersAsync(engine, client), null)
            : await WithLogAsync(new(engine, probe, launch, new([], []), null), client, shopFolder, output);
    }

    private static async Task<PreparedEngine> WithLogAsync(
        PreparedEngine engine, EngineClient client, string folder, TextWriter output)
    {
        ShopLog log = ShopLog.Read(folder);
        await output.WriteLineAsync("importing over HTTP");
        (double seconds, _) = await ShopImport.RunAsync(log, client);
        await output.WriteLineAsync("training");
        TrainingRun training = await TrainingRun.MeasureAsync(engine.Process, client);
        return engine with
        {
            Readers = new(
                [.. Enumerable.Range(0, Math.Min(MaxReaders, log.Visitors)).Select(Text)],
                [.. log.Events.Select(e => e.Item).Distinct().Order().Select(Text)]),
            Training = new(
                log.Events.Length,
                log.Events.Length / seconds,
                training.Seconds,
                training.BytesBefore,
                training.PeakBytes),
        };
    }

    private static async Task<Population> SampleReadersAsync(EngineProcess engine, EngineClient client)
    {
        for (JsonElement models = await client.GetModelsAsync();
             !models.TryGetProperty("live", out _);
             models = await client.GetModelsAsync())
        {
            // The engine trains its first model in the background.
            await Task.Delay(TimeSpan.FromMilliseconds(500), TimeProvider.System);
        }

        using JsonDocument popular = JsonDocument.Parse(await client.GetBytesAsync("/v1/popular?count=200"));
        Population readers = new(
            [.. Enumerable.Range(0, MaxReaders).Select(i => "reader" + Text(i))],
            [.. popular.RootElement.GetProperty("items")
                .EnumerateArray()
                .Select(item => item.GetProperty("id").GetString()!)]);
        await GivePastAsync(engine, readers, "past-");
        return readers;
    }

    /// <summary>Sends each user the same number of events.</summary>
    public static async Task GivePastAsync(EngineProcess engine, Population population, string run)
    {
        EventSource past = new("/v1/events", run, population, 100, seed: 3, inTurn: PastEvents);
        LoadResult result = await new SourceLoad(
            engine.Address, past, 16).CountAsync(population.Users.Count * PastEvents / 100);
        if (result.Errors > 0)
        {
            throw new InvalidOperationException($"The engine did not accept the users' history: {result.FirstError}");
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
