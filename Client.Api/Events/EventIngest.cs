using System.Collections.Immutable;
using System.Globalization;
using System.Threading.RateLimiting;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Recommendations;
using Personalization.Abstractions.Stores;
using Personalization.Client.Api.Http;
using Personalization.Client.Api.Limits;
using Personalization.Client.Api.Settings;
using Personalization.Client.Api.Telemetry;
using Personalization.Hosting.Telemetry;

namespace Personalization.Client.Api.Events;

/// <summary>
/// Validates the events of one request, records them on their users in order, and returns a result for each.
/// </summary>
internal sealed class EventIngest(
    EventWriter writer,
    BatchWriter batchWriter,
    EventVocabulary vocabulary,
    EventQualityCounter quality,
    UserRates rates,
    TimeProvider time,
    ApiOptions options,
    ApiMetrics metrics,
    PersonalData personal,
    ILogger<EventIngest> log) : IDisposable
{
    private const string ThrottledMessage =
        "The user sends events faster than a person can. Send the event again later.";

    private readonly EventValidator _validator = new(vocabulary);

    /// <summary>Bounds the additional workers of all batches of this process.</summary>
    private readonly ConcurrencyLimiter _helpers = new(new() { PermitLimit = options.MaxBatchCalls, QueueLimit = 0 });

    /// <summary>Records the valid events. An invalid or unstored event gives a result, not an exception.</summary>
    /// <param name="elements">The elements of the body.</param>
    /// <param name="source">The name of the client's API key; null in open mode.</param>
    /// <param name="only">The only user whose events the client may send; null for all users.</param>
    /// <param name="clientGone">Cancelled when the client disconnects. Failed calls are then not repeated.</param>
    public async ValueTask<EventBatchOutcome> RecordAsync(
        IReadOnlyList<ParsedElement<RawEvent>> elements,
        string? source,
        UserId? only,
        CancellationToken clientGone)
    {
        if (only is { } user)
        {
            RefuseOthers(elements, user);
        }

        EventOutcome[] outcomes = new EventOutcome[elements.Count];
        DateTimeOffset now = time.GetUtcNow();
        List<UserBatch> batches = Sort(elements, outcomes, source, now);
        _ = batches.RemoveAll(batch => IsThrottled(batch, outcomes));
        if (batches.Count == 1)
        {
            _ = await RecordUserAsync(batches[0], outcomes, clientGone);
        }
        else if (batches.Count > 1)
        {
            await RecordManyAsync(batches, outcomes, clientGone);
        }

        quality.Count(source, elements, outcomes, now);
        return Count(outcomes);
    }

    /// <inheritdoc/>
    public void Dispose() => _helpers.Dispose();

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

    /// <summary>The list cannot be served in the future. An id of another system has no time and passes.</summary>
    private static void CheckServed(ParsedElement<RawEvent> element, DateTimeOffset now)
    {
        if (element.Value?.RecommendationId is { } list
            && RecommendationIds.ServedOf(list) is { At: var at }
            && (at < EventValidator.Oldest || at > now + EventValidator.MaxClockSkew))
        {
            element.Errors.Add(new($"{element.Path}.recommendationId", "outOfRange", string.Create(
                CultureInfo.InvariantCulture,
                $"recommendationId must be of a list that was served but has the time {at:O}.")));
        }
    }

    private static void RefuseOthers(IReadOnlyList<ParsedElement<RawEvent>> elements, UserId user)
    {
        foreach (ParsedElement<RawEvent> element in elements)
        {
            if (element.Value is not null && element.Value.UserId != user.Value)
            {
                element.Errors.Add(new(
                    $"{element.Path}.userId", "forbidden", "userId must be the user that the user token names."));
            }
        }
    }

    /// <summary>Validates partly readable events too, so that the response lists every error.</summary>
    private UserEvent? Validate(ParsedElement<RawEvent> element, string? source, DateTimeOffset now)
    {
        if (element.Value is null)
        {
            return null;
        }

        CheckServed(element, now);
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

    /// <summary>Records the users of a batch: most of them at once, the others with retries.</summary>
    private async Task RecordManyAsync(List<UserBatch> batches, EventOutcome[] outcomes, CancellationToken clientGone)
    {
        using RateLimitLease? place = await batchWriter.EnterAsync(batches);
        List<UserBatch> left = place is null ? [] : await batchWriter.WriteAsync(batches);
        if (left.Count > 0)
        {
            await RecordUsersAsync(left, outcomes, clientGone);
        }

        foreach (UserBatch batch in batches)
        {
            if (place is null || !batch.Acks.IsDefault)
            {
                Report(batch, outcomes, batch.Acks);
            }
        }
    }

    /// <summary>
    /// Records the users of a batch, some at a time. Once the store is known to be unavailable, the other users are not
    /// tried.
    /// </summary>
    private async Task RecordUsersAsync(
        List<UserBatch> batches, EventOutcome[] outcomes, CancellationToken clientGone)
    {
        int next = -1;
        bool isStoreAway = false;
        async Task WorkAsync()
        {
            for (int i = Interlocked.Increment(ref next); i < batches.Count; i = Interlocked.Increment(ref next))
            {
                if (Volatile.Read(ref isStoreAway))
                {
                    Report(batches[i], outcomes, default);
                }
                else if (!await RecordUserAsync(batches[i], outcomes, clientGone))
                {
                    Volatile.Write(ref isStoreAway, true);
                }
            }
        }

        async Task HelpAsync()
        {
            using RateLimitLease slot = _helpers.AttemptAcquire();
            await (slot.IsAcquired ? WorkAsync() : Task.CompletedTask);
        }

        // Every batch works, and batches help themselves to more workers while the process has some.
        await Task.WhenAll(Enumerable.Range(1, Math.Min(batches.Count, options.BatchConcurrency) - 1)
            .Select(_ => HelpAsync())
            .Prepend(WorkAsync()));
    }

    /// <summary>Records the events of one user.</summary>
    /// <returns>False when the store is known to be unavailable.</returns>
    private async Task<bool> RecordUserAsync(UserBatch batch, EventOutcome[] outcomes, CancellationToken clientGone)
    {
        // Without acknowledgements the events may or may not be stored. Sending them again is safe.
        ImmutableArray<EventAck> acks = default;
        bool isStoreAway = false;
        ImmutableArray<UserEvent> events = [.. batch.Events];
        try
        {
            acks = await writer.WriteAsync(batch.User, events, clientGone);
        }
        catch (Exception error)
        {
            isStoreAway = error is StoreUnavailableException;
            log.LogWarning(
                error,
                "Failed to store {Count} events of user {UserHash}.",
                events.Length,
                personal.HashOf(batch.User));
        }

        Report(batch, outcomes, acks);
        return !isStoreAway;
    }

    /// <summary>Throttles a user who sends events far faster than a person can.</summary>
    private bool IsThrottled(UserBatch batch, EventOutcome[] outcomes)
    {
        if (rates.TryTake(batch.User, batch.Events.Count))
        {
            return false;
        }

        for (int i = 0; i < batch.Events.Count; i++)
        {
            int index = batch.Indexes[i];
            outcomes[index] = new EventOutcome(
                index,
                batch.Events[i].EventId,
                OutcomeStatus.Unavailable,
                null,
                [new(JsonBody.PathOf(index), EventBatchOutcome.Throttled, ThrottledMessage)]);
            metrics.Received(batch.Events[i].Type, OutcomeStatus.Unavailable, batch.Events[i]);
        }

        metrics.Throttled(batch.Events.Count);
        log.LogDebug("Throttled user {UserHash}.", personal.HashOf(batch.User));
        return true;
    }

    /// <summary>Sets the results of a user's events: the acknowledgements, or unavailable without them.</summary>
    private void Report(UserBatch batch, EventOutcome[] outcomes, ImmutableArray<EventAck> acks)
    {
        for (int i = 0; i < batch.Events.Count; i++)
        {
            UserEvent done = batch.Events[i];
            int index = batch.Indexes[i];
            outcomes[index] = acks.IsDefault
                ? new EventOutcome(index, done.EventId, OutcomeStatus.Unavailable, null, null)
                : new EventOutcome(index, done.EventId, StatusOf(acks[i].Status), acks[i].ProfileVersion, null);
            metrics.Received(done.Type, outcomes[index].Status, done);
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
