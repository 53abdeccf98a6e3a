using System.Text.Json.Serialization;
using Personalization.Client.Http;

namespace Personalization.Client.Operations;

/// <summary>One thing that the API process received or served.</summary>
public sealed record LiveEntry
{
    /// <summary><c>event</c>, <c>rejected</c>, <c>list</c>, or <c>skipped</c> for entries above the rate.</summary>
    [JsonIgnore]
    public string Kind { get; init; } = string.Empty;

    /// <summary>The time, UTC; null for skipped entries.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>The user; null if the event has none that can be read.</summary>
    public string? UserId { get; init; }

    /// <summary>The type of an event.</summary>
    public string? Type { get; init; }

    /// <summary>The item of an event.</summary>
    public string? ItemId { get; init; }

    /// <summary>The placement, for a row of a page <c>placement/row</c>; null for none.</summary>
    public string? Placement { get; init; }

    /// <summary>The result of an event: <c>accepted</c>, <c>duplicate</c> or <c>unavailable</c>.</summary>
    public string? Status { get; init; }

    /// <summary>Every error of a rejected event.</summary>
    public IReadOnlyList<RequestError> Errors { get; init => field = value ?? []; } = [];

    /// <summary>The fallback level of a list; see <see cref="Recommendations.FallbackLevels"/>.</summary>
    public string? FallbackLevel { get; init; }

    /// <summary>Why a list is not fresh.</summary>
    public string? FallbackReason { get; init; }

    /// <summary>The first items of a list, in its order.</summary>
    public IReadOnlyList<string> Items { get; init => field = value ?? []; } = [];

    /// <summary>The number of skipped entries.</summary>
    public long Count { get; init; }
}
