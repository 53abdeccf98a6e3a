using System.Text.Json;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Json;
using Personalization.Client.Api.Http;

namespace Personalization.Client.Api.Users;

/// <summary>Reads the body of a merge request.</summary>
internal static class MergeReader
{
    /// <inheritdoc cref="ReadElement{T}"/>
    public static RawMerge Read(ref Utf8JsonReader reader, string path, List<ValidationError> errors)
    {
        string? from = null;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            bool isFrom = reader.ValueTextEquals("from"u8);
            _ = reader.Read();
            if (isFrom)
            {
                from = JsonFields.Text(ref reader, path, "from", errors);
            }
            else
            {
                reader.Skip();
            }
        }

        return new RawMerge { From = from };
    }
}

/// <summary>The unvalidated body of a merge request.</summary>
internal sealed record RawMerge
{
    /// <summary>The id of the user whose profile is merged into the user of the path.</summary>
    public string? From { get; init; }
}
