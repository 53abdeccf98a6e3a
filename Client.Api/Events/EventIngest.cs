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
/// Validates the events of one request, records them on their users in order, and returns a result for each.
/// </summary>
internal sealed class EventIngest(
    UserGrains users,
    EngineCalls engine,
    EventVocabulary vocabulary,
    EventQualityCounter quality,
    TimeProvider time,
    ApiOptions options,
    ApiMetrics metrics,
    PersonalData personal,
    ILogger<EventIngest> log)
{
    private readonly EventValidator _validator = new(vocabulary);

    /// <summary>Records the valid events. An invalid or unstored event gives a result, not an exception.</summary>
    /// <param name="elements">The elements of the body.</param>
    /// <param name="source">The name of the client's API key; null in open mode.</param>
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

        quality.Count(source, elements, outcomes, now);
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

    /// <summary>Validates partly readable events too, so that the response lists every error.</summary>
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

        List<ValidationError> others = [];
        _ = _validator.Validate(element.Value, now, element.Path, others);
        HashSet<string> unread = element.Errors.Select(error => error.Path).ToHashSet(StringComparer.Ordinal);
        element.Errors.AddRange(others.Where(error => !unread.Contains(error.Path)));
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
        // Without acknowledgements the events may or may not be stored. Sending them again is safe.
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
                "Failed to store {Count} events of user {UserHash}.",
                events.Length,
                personal.HashOf(batch.User));
        }

        for (int i = 0; i < events.Length; i++)
        {
            int index = batch.Indexes[i];
            outcomes[index] = acks.IsDefault
                ? new EventOutcome(index, events[i].EventId, OutcomeStatus.Unavailable, null, null)
                : new EventOutcome(index, events[i].EventId, StatusOf(acks[i].Status), acks[i].ProfileVersion, null);
            metrics.Received(events[i].Type, outcomes[index].Status, events[i]);
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
