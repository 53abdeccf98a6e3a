using System.Text.Json;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Json;
using Personalization.Client.Api.Http;
using Personalization.Client.Api.Rollouts;

namespace Personalization.Client.Api.Experiments;

/// <summary>Reads the body of a request that changes an experiment.</summary>
internal static class ChangeReader
{
    /// <inheritdoc cref="ReadElement{T}"/>
    public static RawChange Read(ref Utf8JsonReader reader, string path, List<ValidationError> errors)
    {
        string? reason = null;
        double? share = null;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            bool isReason = reader.ValueTextEquals("reason"u8);
            bool isShare = reader.ValueTextEquals("share"u8);
            _ = reader.Read();
            if (isReason)
            {
                reason = JsonFields.Text(ref reader, path, "reason", errors);
            }
            else if (isShare)
            {
                share = JsonFields.Number(ref reader, path, "share", errors);
            }
            else
            {
                reader.Skip();
            }
        }

        ChangeReason.Check(reason, path, errors);
        return new RawChange { Reason = reason, Share = share };
    }
}
