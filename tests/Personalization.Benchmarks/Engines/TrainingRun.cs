using System.Text.Json;
using Personalization.Testing;

namespace Personalization.Benchmarks.Engines;

/// <summary>A training as a client saw it.</summary>
/// <param name="Seconds">From asking to the end.</param>
/// <param name="BytesBefore">The engine's physical memory before.</param>
/// <param name="PeakBytes">The most it had meanwhile.</param>
/// <param name="Model">The new version's entry in the model catalogue.</param>
internal sealed record TrainingRun(double Seconds, long BytesBefore, long PeakBytes, JsonElement Model)
{
    /// <summary>Trains a model on what the engine has.</summary>
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
