using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Personalization.Engine.Models;
using Personalization.Engine.Numerics;
using Personalization.Engine.Retrieval;

namespace Personalization.Engine.Training.Checkpoints;

/// <summary>The long steps of a training. Each step is computed once and stored.</summary>
/// <param name="checkpoint">Where results are stored; null to compute every step and to store nothing.</param>
/// <remarks>
/// A stored result equals the computed result to the bit. The artifact is therefore the same whether or not the
/// training was interrupted.
/// </remarks>
internal sealed class TrainingSteps(ITrainingCheckpoint? checkpoint)
{
    /// <summary>Stores nothing.</summary>
    public static TrainingSteps None { get; } = new(null);

    /// <summary>Gets the stored record of a step, or computes and stores it.</summary>
    public T GetOrCompute<T>(string step, JsonTypeInfo<T> type, Func<T> compute) =>
        GetOrCompute(
            step,
            compute,
            result => JsonSerializer.SerializeToUtf8Bytes(result, type),
            stored => Read(step, stored, type));

    /// <summary>Gets the stored factor model of a step, or computes and stores it.</summary>
    public FactorSource Factors(string step, FactorParameters parameters, Func<FactorSource> compute) =>
        GetOrCompute(
            step,
            compute,
            result => new ArtifactWriter().Write(result.Factors).ToMemory(),
            stored => new FactorSource(ReadToEnd(new(stored), reader => reader.ReadFloats()), parameters));

    /// <summary>Gets the stored item lists of a step, or computes and stores them.</summary>
    /// <param name="step">The name of the step.</param>
    /// <param name="items">The number of items.</param>
    /// <param name="compute">Computes the lists.</param>
    public Adjacency Lists(string step, int items, Func<Adjacency> compute) => GetOrCompute(
        step, compute, result => new ArtifactWriter()
            .Write(result.Starts)
            .Write(result.AllTargets)
            .Write(result.AllWeights)
            .ToMemory(),
        stored => ReadToEnd(
            new(stored),
            reader => new Adjacency(reader.ReadInt32s(), reader.ReadInt32s(), reader.ReadFloats(), items)));

    private T GetOrCompute<T>(
        string step, Func<T> compute, Func<T, ReadOnlyMemory<byte>> write, Func<ReadOnlyMemory<byte>, T> read)
    {
        if (checkpoint is not null && checkpoint.TryTake(step, out ReadOnlyMemory<byte> stored))
        {
            return read(stored);
        }

        T result = compute();
        checkpoint?.Keep(step, write(result));
        return result;
    }

    private static T Read<T>(string step, ReadOnlyMemory<byte> stored, JsonTypeInfo<T> type)
    {
        try
        {
            return JsonSerializer.Deserialize(stored.Span, type) ?? throw new JsonException("The value is null.");
        }
        catch (JsonException malformed)
        {
            throw new InvalidDataException($"The stored result of training step {step} cannot be read.", malformed);
        }
    }

    private static T ReadToEnd<T>(ArtifactReader reader, Func<ArtifactReader, T> read)
    {
        T result = read(reader);
        reader.End();
        return result;
    }
}
