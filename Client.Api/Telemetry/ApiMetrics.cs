using System.Collections.Frozen;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Http.Features;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Lists;
using Personalization.Client.Api.Events;
using Personalization.Client.Api.Fallback;
using Personalization.Silo.Settings;

namespace Personalization.Client.Api.Telemetry;

/// <summary>What the border counts: lists by rung and reason, events by type and outcome, purchases by the list they came from. Labels come from fixed sets, never from a client's text.</summary>
internal sealed class ApiMetrics
{
    /// <summary>The meter of everything the border measures of its own.</summary>
    public const string MeterName = "Personalization.Api";

    private const string Other = "other";

    private static readonly string[] Rungs = [.. Enum.GetValues<Rung>().Select(rung => rung.ToString().ToLowerInvariant())];
    private static readonly string[] Statuses = ["accepted", "duplicate", "rejected", "unavailable"];

    private readonly Counter<long> _lists;
    private readonly Counter<long> _misses;
    private readonly Counter<long> _events;
    private readonly Counter<long> _conversions;
    private readonly EventVocabulary _vocabulary;
    private readonly FrozenSet<string> _placements;

    public ApiMetrics(IMeterFactory meters, EventVocabulary vocabulary, FallbackLists fallback, TimeProvider time, EngineOptions? engine = null)
    {
        _vocabulary = vocabulary;
        _placements = (engine?.PlacementNames ?? []).Append(RecommendationQuery.DefaultPlacement).ToFrozenSet(StringComparer.OrdinalIgnoreCase);
        Meter meter = meters.Create(MeterName);
        _lists = meter.CreateCounter<long>("personalization.lists.served", "{list}", "Lists answered.");
        _misses = meter.CreateCounter<long>("personalization.deadline.misses", "{list}", "Lists for which a better rung did not come inside the deadline.");
        _events = meter.CreateCounter<long>("personalization.events.received", "{event}", "Events that came in.");
        _conversions = meter.CreateCounter<long>("personalization.conversions", "{purchase}", "Purchases taken that name the list they came from.");
        _ = meter.CreateObservableGauge("personalization.fallback.age", () => AgeOf(fallback, time), "s", "The age of the list that is served when the engine does not answer.");
    }

    /// <summary>Counts a list and labels the request's duration with its rung.</summary>
    /// <param name="context">The request.</param>
    /// <param name="kind">What was asked for: <c>user</c>, <c>rank</c>, <c>similar</c>, <c>popular</c>.</param>
    /// <param name="placement">Where it will be shown; null where lists have no placement.</param>
    /// <param name="rung">The rung of the answer.</param>
    /// <param name="reason">Why the rung is not the best; null when it is.</param>
    public void Served(HttpContext context, string kind, string? placement, Rung rung, string? reason)
    {
        context.Features.Get<IHttpMetricsTagsFeature>()?.Tags.Add(new("rung", Rungs[(int)rung]));
        _lists.Add(1, new TagList { { "kind", kind }, { "placement", PlacementOf(placement) }, { "rung", Rungs[(int)rung] }, { "reason", reason ?? "none" } });
        if (reason == "deadline")
        {
            _misses.Add(1, new KeyValuePair<string, object?>("kind", kind));
        }
    }

    /// <summary>Counts an event and, when it is a purchase that names its list, a conversion.</summary>
    /// <param name="type">The event's type as it came in.</param>
    /// <param name="status">What became of it.</param>
    /// <param name="valid">The event when it was valid.</param>
    public void Received(string? type, OutcomeStatus status, UserEvent? valid)
    {
        _events.Add(1, new("type", type is not null && _vocabulary.Knows(type) ? type : Other), new("status", Statuses[(int)status]));
        if (status == OutcomeStatus.Accepted && valid is { Type: EventTypes.Purchase, RecommendationId: { } list })
        {
            _conversions.Add(1, new("placement", PlacementOf(valid.Placement)), new("rung", RecommendationIds.RungOf(list) is { } rung ? Rungs[(int)rung] : "unknown"));
        }
    }

    private static IEnumerable<Measurement<double>> AgeOf(FallbackLists fallback, TimeProvider time) =>
        fallback.Last is { } last ? [new Measurement<double>(Math.Max(0, (time.GetUtcNow() - last.Source.RankedAt).TotalSeconds))] : [];

    private string PlacementOf(string? placement) =>
        placement is null ? RecommendationQuery.DefaultPlacement
        : _placements.TryGetValue(placement, out string? known) ? known
        : Other;
}
