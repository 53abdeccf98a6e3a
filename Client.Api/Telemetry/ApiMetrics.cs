using System.Collections.Frozen;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Http.Features;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Recommendations;
using Personalization.Client.Api.Fallback;
using Personalization.Client.Api.Http;
using Personalization.Hosting.Settings;

namespace Personalization.Client.Api.Telemetry;

/// <summary>
/// Metrics of the API: lists by fallback level and reason, events by type and outcome, and purchases by the list
/// that led to them.
/// </summary>
/// <remarks>Label values come from fixed sets and never from a client's text.</remarks>
internal sealed class ApiMetrics
{
    /// <summary>The name of the API's meter.</summary>
    public const string MeterName = "Personalization.Api";

    /// <summary>The name of the counter of served lists.</summary>
    public const string ListsServed = "personalization.lists.served";

    /// <summary>The name of the counter of received events.</summary>
    public const string EventsReceived = "personalization.events.received";

    private const string Other = "other";
    private const string FallbackLevelLabel = "fallback_level";

    private static readonly string[] Levels =
    [.. Enum.GetValues<FallbackLevel>().Select(level => level.ToString().ToLowerInvariant())];
    private static readonly string[] Statuses = ["accepted", "duplicate", "rejected", "unavailable"];

    private readonly Counter<long> _lists;
    private readonly Counter<long> _misses;
    private readonly Counter<long> _events;
    private readonly Counter<long> _throttled;
    private readonly Counter<long> _conversions;
    private readonly EventVocabulary _vocabulary;
    private readonly FrozenSet<string> _placements;

    public ApiMetrics(
        IMeterFactory meters,
        EventVocabulary vocabulary,
        FallbackLists fallback,
        TimeProvider time,
        EngineOptions? engine = null)
    {
        _vocabulary = vocabulary;
        _placements = (engine?.PlacementNames ?? [])
            .Append(RecommendationQuery.DefaultPlacement)
            .ToFrozenSet(StringComparer.OrdinalIgnoreCase);
        Meter meter = meters.Create(MeterName);
        _lists = meter.CreateCounter<long>(
            ListsServed, "{list}", "Lists served, by fallback level and reason.");
        _misses = meter.CreateCounter<long>(
            "personalization.deadline.misses", "{list}",
            "Lists served from a fallback level because the deadline passed.");
        _events = meter.CreateCounter<long>(
            EventsReceived, "{event}", "Events received, by type and status.");
        _throttled = meter.CreateCounter<long>(
            "personalization.events.throttled", "{event}",
            "Events refused because their user sends far more than a person can.");
        _conversions = meter.CreateCounter<long>(
            "personalization.conversions", "{purchase}",
            "Accepted purchases that name a recommendation list, by its fallback level.");
        meter.CreateObservableGauge(
            "personalization.fallback.age", () => AgeOf(fallback, time), "s",
            "Age of the list that the API serves when no silo answers.");
    }

    /// <summary>Counts a list and labels the request's duration with the fallback level.</summary>
    /// <param name="context">The request.</param>
    /// <param name="kind">The kind of list: <c>user</c>, <c>rank</c>, <c>similar</c>, <c>popular</c>.</param>
    /// <param name="placement">The placement of the list; null for lists without one.</param>
    /// <param name="level">The fallback level of the list.</param>
    /// <param name="reason">Why the list is not fresh; null when it is.</param>
    public void Served(HttpContext context, string kind, string? placement, FallbackLevel level, string? reason)
    {
        context.Features.Get<IHttpMetricsTagsFeature>()?.Tags.Add(new(FallbackLevelLabel, Levels[(int)level]));
        _lists.Add(1, new TagList
        {
            { "kind", kind },
            { "placement", PlacementOf(placement) },
            { FallbackLevelLabel, Levels[(int)level] },
            { "reason", reason ?? "none" },
        });
        if (reason == "deadline")
        {
            _misses.Add(1, new KeyValuePair<string, object?>("kind", kind));
        }
    }

    /// <summary>Counts an event, and a conversion for a stored purchase that names its recommendation list.</summary>
    /// <param name="type">The event's unvalidated type.</param>
    /// <param name="status">The result of the event.</param>
    /// <param name="valid">The validated event; null for a rejected event.</param>
    public void Received(string? type, OutcomeStatus status, UserEvent? valid)
    {
        _events.Add(
            1,
            new("type", type is not null && _vocabulary.Knows(type) ? type : Other),
            new("status", Statuses[(int)status]));
        if (status == OutcomeStatus.Accepted && valid is { Type: EventTypes.Purchase, RecommendationId: { } list })
        {
            string name = RecommendationIds.FallbackLevelOf(list) is { } level ? Levels[(int)level] : "unknown";
            _conversions.Add(1, new("placement", PlacementOf(valid.Placement)), new(FallbackLevelLabel, name));
        }
    }

    /// <summary>Counts events of a user who sends far more than a person can.</summary>
    public void Throttled(int events) => _throttled.Add(events);

    private static IEnumerable<Measurement<double>> AgeOf(FallbackLists fallback, TimeProvider time) =>
        fallback.Last is { } last
        ? [new Measurement<double>(Math.Max(0, (time.GetUtcNow() - last.Source.RankedAt).TotalSeconds))]
        : [];

    private string PlacementOf(string? placement) =>
        placement is null ? RecommendationQuery.DefaultPlacement
        : _placements.TryGetValue(placement, out string? known) ? known
        : Other;
}
