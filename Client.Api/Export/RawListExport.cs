using System.ComponentModel.DataAnnotations;

namespace Personalization.Client.Api.Export;

/// <summary>A request for the lists of many users.</summary>
internal sealed record RawListExport
{
    /// <summary>
    /// The users, at most 100,000, in the order of the answer. A repeated user comes once. Default: all users who have
    /// events.
    /// </summary>
    [MinLength(1), MaxLength(ListExportReader.MaxUsers)]
    public IReadOnlyList<string?>? UserIds { get; init; }

    /// <summary>The placement. It selects the ranking policy.</summary>
    [MaxLength(128)]
    public string? Placement { get; init; }

    /// <summary>The number of items of each list, 1 to 200. Default: 10.</summary>
    [Range(1, 200)]
    public int? Count { get; init; }

    /// <summary>The filter of all lists.</summary>
    public string? Filter { get; init; }

    /// <summary>The fields of each item that the answer shows, for example <c>title</c>.</summary>
    public IReadOnlyList<string?>? Fields { get; init; }
}
