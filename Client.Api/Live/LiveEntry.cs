using System.Text.Json.Serialization;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Recommendations;

namespace Personalization.Client.Api.Live;

/// <summary>One thing that this process received or served.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="At">The time, UTC.</param>
/// <param name="UserId">The user; null if the event has none that can be read.</param>
internal sealed record LiveEntry([property: JsonIgnore] LiveKinds Kind, DateTimeOffset At, string? UserId)
{
    /// <summary>The type of an event; null for a list.</summary>
    public string? Type { get; init; }

    /// <summary>The item of an event; null for a list.</summary>
    public string? ItemId { get; init; }

    /// <summary>The placement; null for none.</summary>
    public string? Placement { get; init; }

    /// <summary>The result of an event, <c>accepted</c>, <c>duplicate</c> or <c>unavailable</c>.</summary>
    public string? Status { get; init; }

    /// <summary>Every error of a rejected event.</summary>
    public IReadOnlyList<ValidationError>? Errors { get; init; }

    /// <summary>The fallback level of a list.</summary>
    public FallbackLevel? FallbackLevel { get; init; }

    /// <summary>Why a list is not fresh; null for a fresh list.</summary>
    public string? FallbackReason { get; init; }

    /// <summary>The items of a list in its order, at most <see cref="LiveFeed.MostItems"/>.</summary>
    public IReadOnlyList<string>? Items { get; init; }
}
