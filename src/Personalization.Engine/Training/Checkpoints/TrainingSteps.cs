using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Personalization.Engine.Models;
using Personalization.Engine.Numerics;
using Personalization.Engine.Retrieval;

namespace Personalization.Engine.Training.Checkpoints;

/// <summary>
/// The steps of a training that take long: each is found once and kept, and taken from what was kept when the training goes on. What is kept
/// is what was found, to the bit, so the artifact does not tell whether the training was cut short.
/// </summary>
/// <param name="checkpoint">Where it is kept; null to find everything and keep nothing.</param>
internal sealed class TrainingSteps(ITrainingCheckpoint? checkpoint)
{
    /// <summary>Keeps nothing.</summary>
    public static TrainingSteps None { get; } = new(null);

    /// <summary>A step that finds a record.</summary>
    public T GetOrCompute<T>(string step, JsonTypeInfo<T> type, Func<T> find) =>
        GetOrCompute(step, find, found => JsonSerializer.SerializeToUtf8Bytes(found, type), kept => Read(step, kept, type));

    /// <summary>A step that finds the factor model.</summary>
    public FactorSource Factors(string step, FactorParameters parameters, Func<FactorSource> find) =>
        GetOrCompute(step, find, found => new ArtifactWriter().Write(found.Factors).ToMemory(), kept => new FactorSource(Whole(new(kept), reader => reader.ReadFloats()), parameters));

    /// <summary>A step that finds lists of items.</summary>
    /// <param name="step">The step.</param>
    /// <param name="items">How many items there are.</param>
    /// <param name="find">Finds them.</param>
    public Adjacency Lists(string step, int items, Func<Adjacency> find) => GetOrCompute(
        step, find, found => new ArtifactWriter().Write(found.Starts).Write(found.AllTargets).Write(found.AllWeights).ToMemory(),
        kept => Whole(new(kept), reader => new Adjacency(reader.ReadInt32s(), reader.ReadInt32s(), reader.ReadFloats(), items)));

    private T GetOrCompute<T>(string step, Func<T> find, Func<T, ReadOnlyMemory<byte>> write, Func<ReadOnlyMemory<byte>, T> read)
    {
        if (checkpoint is not null && checkpoint.TryTake(step, out ReadOnlyMemory<byte> kept))
        {
            return read(kept);
        }

        T found = find();
        checkpoint?.Keep(step, write(found));
        return found;
    }

    private static T Read<T>(string step, ReadOnlyMemory<byte> kept, JsonTypeInfo<T> type)
    {
        try
        {
            return JsonSerializer.Deserialize(kept.Span, type) ?? throw new JsonException("It is null.");
        }
        catch (JsonException malformed)
        {
            throw new InvalidDataException($"What the training kept of the step {step} cannot be read.", malformed);
        }
    }

    private static T Whole<T>(ArtifactReader reader, Func<ArtifactReader, T> read)
    {
        T found = read(reader);
        reader.End();
        return found;
    }
}
