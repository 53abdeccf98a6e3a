using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Json;

namespace Personalization.Client.Api.Users;

/// <summary>Reads the body of a merge request.</summary>
internal static class MergeReader
{
    private static readonly JsonTable<RawMerge> Table = new JsonTable<RawMerge>()
        .Text("from", static (ref raw, value) => raw = raw with { From = value });

    /// <inheritdoc cref="ObjectReader{T}"/>
    public static RawMerge Read(ref Utf8JsonReader reader, string path, List<ValidationError> errors)
    {
        RawMerge raw = new();
        Table.Read(ref reader, ref raw, path, errors);
        return raw;
    }
}

/// <summary>The body of a merge request.</summary>
internal sealed record RawMerge
{
    /// <summary>The id of the user whose profile is merged into the user of the path.</summary>
    [Required, MinLength(1), MaxLength(256)]
    public string? From { get; init; }
}
