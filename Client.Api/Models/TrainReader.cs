using System.Text.Json;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Json;
using Personalization.Client.Api.Http;

namespace Personalization.Client.Api.Models;

/// <summary>Reads the body of a training request.</summary>
internal static class TrainReader
{
    /// <inheritdoc cref="ReadElement{T}"/>
    public static RawTrain Read(ref Utf8JsonReader reader, string path, List<ValidationError> errors)
    {
        int? seed = null;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            bool isSeed = reader.ValueTextEquals("seed"u8);
            _ = reader.Read();
            if (isSeed)
            {
                seed = JsonFields.Whole(ref reader, path, "seed", errors);
            }
            else
            {
                reader.Skip();
            }
        }

        return new RawTrain { Seed = seed };
    }
}

/// <summary>The unvalidated body of <c>POST /v1/models/train</c>. Optional.</summary>
internal sealed record RawTrain
{
    /// <summary>The training seed. Equal events and seeds give equal models. Default: the configured seed.</summary>
    public int? Seed { get; init; }
}
