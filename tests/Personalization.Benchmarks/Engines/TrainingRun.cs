using System.Text.Json;
using Personalization.Testing;

namespace Personalization.Benchmarks.Engines;

/// <summary>The figures of a training as a client sees it.</summary>
/// <param name="Seconds">Seconds from the request to the end of the training.</param>
/// <param name="BytesBefore">The engine's resident memory before the training.</param>
/// <param name="PeakBytes">The engine's highest resident memory during the training.</param>
/// <param name="Model">The new version's entry in the model catalog.</param>
internal sealed record TrainingRun(double Seconds, long BytesBefore, long PeakBytes, JsonElement Model)
{
    /// <summary>Trains a model on the engine's log and measures it.</summary>
    public static async Task<TrainingRun> MeasureAsync(EngineProcess engine, EngineClient client)
    {
        long before = ProcessMemory.Of(engine.Id).Resident;
        ProcessMemory.ResetPeak(engine.Id);
        long start = TimeProvider.System.GetTimestamp();
        JsonElement catalog = await client.TrainAsync();
        double seconds = TimeProvider.System.GetElapsedTime(start).TotalSeconds;
        string version = catalog.GetProperty("training").GetProperty("version").GetString()!;
        JsonElement model = catalog.GetProperty("versions")
            .EnumerateArray()
            .First(v => v.GetProperty("version").GetString() == version);
        return new TrainingRun(seconds, before, ProcessMemory.Of(engine.Id).Peak, model);
    }
}
