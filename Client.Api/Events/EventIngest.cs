using System.Collections.Immutable;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Identity;
using Personalization.Client.Api.Engine;
using Personalization.Client.Api.Http;
using Personalization.Client.Api.Settings;
using Personalization.Client.Api.Telemetry;
using Personalization.Hosting.Telemetry;

namespace Personalization.Client.Api.Events;

/// <summary>
/// Takes the events of one request to their users: validates each, keeps each user's order, answers for each.
/// </summary>
internal sealed class EventIngest(
    UserGrains users,
    EngineCalls engine,
    EventVocabulary vocabulary,
    EventQualityCounter watch,
    TimeProvider time,
    ApiOptions options,
    ApiMetrics metrics,
    PersonalData personal,
    ILogger<EventIngest> log)
{
    private readonly EventValidator _validator = new(vocabulary);

    /// <summary>Records what is valid; never throws for an event.</summary>
    /// <param name="elements">What was read.</param>
    /// <param name="source">The name of the API key they came with; null without one.</param>
    public async ValueTask<EventBatchOutcome> RecordAsync(
        IReadOnlyList<ParsedElement<RawEvent>> elements, string? source = null)
    {
        EventOutcome[] outcomes = new EventOutcome[elements.Count];
        DateTimeOffset now = time.GetUtcNow();
        List<UserBatch> batches = Sort(elements, outcomes, source, now);
        if (batches.Count == 1)
        {
            await RecordUserAsync(batches[0], outcomes);
        }
        else
        {
            await RecordUsersAsync(batches, outcomes);
        }

        watch.Count(source, elements, outcomes, now);
        return Count(outcomes);
    }

    private List<UserBatch> Sort(
        IReadOnlyList<ParsedElement<RawEvent>> elements, EventOutcome[] outcomes, string? source, DateTimeOffset now)
    {
        List<UserBatch> batches = [];
        Dictionary<UserId, UserBatch>? byUser = elements.Count > 1 ? [] : null;
        for (int i = 0; i < elements.Count; i++)
        {
            if (Validate(elements[i], source, now) is not { } valid)
            {
                outcomes[i] = new EventOutcome(
                    i, elements[i].Value?.EventId, OutcomeStatus.Rejected, null, elements[i].Errors);
                metrics.Received(elements[i].Value?.Type, OutcomeStatus.Rejected, null);
                continue;
            }

            UserBatch? batch = null;
            if (byUser?.TryGetValue(valid.UserId, out batch) is not true)
            {
                batch = new UserBatch(valid.UserId);
                batches.Add(batch);
                byUser?.Add(valid.UserId, batch);
            }

            batch!.Add(i, valid);
        }

        return batches;
    }

    /// <summary>Validates also what could only be read in part, so that the client learns everything at once.</summary>
    private UserEvent? Validate(ParsedElement<RawEvent> element, string? source, DateTimeOffset now)
    {
        if (element.Value is null)
        {
            return null;
        }

        if (element.Errors.Count == 0)
        {
            return _validator.Validate(element.Value, now, element.Path, element.Errors, source);
        }

        List<ValidationError> further = [];
        _ = _validator.Validate(element.Value, now, element.Path, further);
        HashSet<string> unread = element.Errors.Select(error => error.Path).ToHashSet(StringComparer.Ordinal);
        element.Errors.AddRange(further.Where(error => !unread.Contains(error.Path)));
        return null;
    }

    private async Task RecordUsersAsync(List<UserBatch> batches, EventOutcome[] outcomes)
    {
        int next = -1;
        async Task WorkAsync()
        {
            for (int i = Interlocked.Increment(ref next); i < batches.Count; i = Interlocked.Increment(ref next))
            {
                await RecordUserAsync(batches[i], outcomes);
            }
        }

        await Task.WhenAll(
            Enumerable.Range(0, Math.Min(batches.Count, options.BatchConcurrency)).Select(_ => WorkAsync()));
    }

    private async Task RecordUserAsync(UserBatch batch, EventOutcome[] outcomes)
    {
        // without them the events may or may not be stored, and resending them is safe
        ImmutableArray<EventAck> acks = default;
        ImmutableArray<UserEvent> events = [.. batch.Events];
        try
        {
            acks = await engine.RunAsync(
                (users, batch.User, events), static call => call.users.Of(call.User).RecordAsync(call.events));
        }
        catch (Exception error)
        {
            log.LogWarning(
                error,
                "{Count} events of the user {UserHash} were not taken by the store.",
                events.Length,
                personal.HashOf(batch.User));
        }

        for (int i = 0; i < events.Length; i++)
        {
            int at = batch.Indexes[i];
            outcomes[at] = acks.IsDefault
                ? new EventOutcome(at, events[i].EventId, OutcomeStatus.Unavailable, null, null)
                : new EventOutcome(at, events[i].EventId, StatusOf(acks[i].Status), acks[i].ProfileVersion, null);
            metrics.Received(events[i].Type, outcomes[at].Status, events[i]);
        }
    }

    private static OutcomeStatus StatusOf(EventStatus status) => status switch
    {
        EventStatus.Accepted => OutcomeStatus.Accepted,
        EventStatus.Duplicate => OutcomeStatus.Duplicate,
        _ => OutcomeStatus.Rejected,
    };

    private static EventBatchOutcome Count(EventOutcome[] outcomes)
    {
        Span<int> counts = stackalloc int[4];
        foreach (ref readonly EventOutcome outcome in outcomes.AsSpan())
        {
            counts[(int)outcome.Status]++;
        }

        return new EventBatchOutcome(outcomes, counts[0], counts[1], counts[2], counts[3]);
    }
}
