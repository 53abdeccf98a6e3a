using System.Text.Json;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Json;
using Personalization.Client.Api.Rollouts;

namespace Personalization.Client.Api.Experiments;

/// <summary>Reads the body of a request that changes an experiment.</summary>
internal static class ChangeReader
{
    private static readonly JsonTable<RawChange> Table = new JsonTable<RawChange>()
        .Text("reason", static (ref raw, value) => raw = raw with { Reason = value })
        .Number("share", static (ref raw, value) => raw = raw with { Share = value });

    /// <inheritdoc cref="ObjectReader{T}"/>
    public static RawChange Read(ref Utf8JsonReader reader, string path, List<ValidationError> errors)
    {
        RawChange raw = new();
        Table.Read(ref reader, ref raw, path, errors);
        ChangeReason.Check(raw.Reason, path, errors);
        return raw;
    }
}
