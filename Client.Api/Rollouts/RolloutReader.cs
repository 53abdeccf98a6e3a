using System.Text.Json;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Json;
using Personalization.Client.Api.Http;

namespace Personalization.Client.Api.Rollouts;

/// <summary>Reads the body of a rollout request.</summary>
internal static class RolloutReader
{
    /// <summary>Reads the body that starts a rollout. Requires a version.</summary>
    public static RawRollout ReadStart(ref Utf8JsonReader reader, string path, List<ValidationError> errors)
    {
        RawRollout body = Read(ref reader, path, errors);
        if (body.Version is null && !errors.Exists(error => error.Path == $"{path}.version"))
        {
            errors.Add(new($"{path}.version", "required", "version is required."));
        }
        else if (body.Version is not null && IdentifierRules.Problem(body.Version) is { } problem)
        {
            errors.Add(new($"{path}.version", "invalid", $"version {problem}."));
        }

        return body;
    }

    /// <inheritdoc cref="ReadElement{T}"/>
    public static RawRollout Read(ref Utf8JsonReader reader, string path, List<ValidationError> errors)
    {
        string? version = null;
        string? reason = null;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            bool isVersion = reader.ValueTextEquals("version"u8);
            bool isReason = reader.ValueTextEquals("reason"u8);
            _ = reader.Read();
            if (isVersion)
            {
                version = JsonFields.Text(ref reader, path, "version", errors);
            }
            else if (isReason)
            {
                reason = JsonFields.Text(ref reader, path, "reason", errors);
            }
            else
            {
                reader.Skip();
            }
        }

        ChangeReason.Check(reason, path, errors);
        return new RawRollout { Version = version, Reason = reason };
    }
}
