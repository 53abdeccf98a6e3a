using System.Text.Json;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Json;

namespace Personalization.Client.Api.Models;

/// <summary>Reads the body of a training request.</summary>
internal static class TrainReader
{
    private static readonly JsonTable<RawTrain> Table = new JsonTable<RawTrain>()
        .Whole("seed", static (ref raw, value) => raw = raw with { Seed = value });

    /// <inheritdoc cref="ObjectReader{T}"/>
    public static RawTrain Read(ref Utf8JsonReader reader, string path, List<ValidationError> errors)
    {
        RawTrain raw = new();
        Table.Read(ref reader, ref raw, path, errors);
        return raw;
    }
}

/// <summary>The body of <c>POST /v1/models/train</c>. Optional.</summary>
internal sealed record RawTrain
{
    /// <summary>The training seed. Equal events and seeds give equal models. Default: the configured seed.</summary>
    public int? Seed { get; init; }
}
