using System.Text.Json;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Json;

namespace Personalization.Client.Api.Rollouts;

/// <summary>Reads the body of a rollout request.</summary>
internal static class RolloutReader
{
    private static readonly JsonTable<RawRollout> Table = new JsonTable<RawRollout>()
        .Text("version", static (ref raw, value) => raw = raw with { Version = value })
        .Text("reason", static (ref raw, value) => raw = raw with { Reason = value });

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

    /// <inheritdoc cref="ObjectReader{T}"/>
    public static RawRollout Read(ref Utf8JsonReader reader, string path, List<ValidationError> errors)
    {
        RawRollout raw = new();
        Table.Read(ref reader, ref raw, path, errors);
        ChangeReason.Check(raw.Reason, path, errors);
        return raw;
    }
}
