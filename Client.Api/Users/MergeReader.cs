using System.Text.Json;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Json;
using Personalization.Client.Api.Http;

namespace Personalization.Client.Api.Users;

/// <summary>Reads the body of a merge.</summary>
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
