using System.Collections.Immutable;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Users;
using Personalization.Engine.Profiles;

namespace Personalization.Grains.Users;

/// <summary>Takes the events of a user: at once if nothing must be waited for, otherwise in the user's turn.</summary>
internal sealed class UserIntake
{
    private readonly UserTurn _turn;
    private readonly UserHistory _history;
    private readonly UserRecorder _recorder;
    private readonly UserIdentity _identity;
    private readonly TimeProvider _time;
    private readonly Action _lost;

    /// <summary>Creates the intake of an activation.</summary>
    public UserIntake(
        UserTurn turn, UserHistory history, UserRecorder recorder, UserIdentity identity, TimeProvider time)
    {
        _turn = turn;
        _history = history;
        _recorder = recorder;
        _identity = identity;
        _time = time;
        _lost = turn.Lose;
    }

    private UserProfile Profile => _history.Profile;

    /// <inheritdoc cref="IUserGrain.RecordAsync"/>
    public ValueTask<ImmutableArray<EventAck>> RecordAsync(
        ImmutableArray<UserEvent> events, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return TryTake(events) is not { } taken ? RecordInTurnAsync(events, cancellationToken)
            : taken.Ticket is { } ticket ? WhenDurableAsync(ticket, taken.Acks)
            : ValueTask.FromResult(taken.Acks);
    }

    /// <inheritdoc cref="IUserGrain.TakeAsync"/>
    public ValueTask<TakenEvents> TakeAsync(ImmutableArray<UserEvent> events, long deadline)
    {
        TimeSpan left = _time.GetElapsedTime(_time.GetTimestamp(), deadline);
        return left <= TimeSpan.Zero ? throw new TimeoutException("The events waited too long for their turn.")
            : TryTake(events) is { } taken ? ValueTask.FromResult(taken)
            : TakeInTurnAsync(events, left);
    }

    /// <summary>Takes events if the turn is free and everything that they need is in memory.</summary>
    /// <returns>Null if not; nothing was done then.</returns>
    /// <remarks>A watched user takes the other way: watchers learn durable versions only.</remarks>
    private TakenEvents? TryTake(ImmutableArray<UserEvent> events)
    {
        if (!_turn.IsFree || Profile.AliasOf is not null || _history.Watchers is not null)
        {
            return null;
        }

        try
        {
            return _recorder.TryTake(events, _lost);
        }
        catch
        {
            _turn.Lose();
            throw;
        }
    }

    private static async ValueTask<ImmutableArray<EventAck>> WhenDurableAsync(
        LogTicket ticket, ImmutableArray<EventAck> acks)
    {
        // Nothing of the user is touched afterwards, so the wait need not end on the activation's scheduler.
        await ticket.WaitAsync().ConfigureAwait(false);
        return acks;
    }

    private async ValueTask<TakenEvents> TakeInTurnAsync(ImmutableArray<UserEvent> events, TimeSpan left)
    {
        using CancellationTokenSource late = new(left, _time);
        try
        {
            return new TakenEvents(await RecordInTurnAsync(events, late.Token), AreDurable: true);
        }
        catch (OperationCanceledException error) when (late.IsCancellationRequested)
        {
            throw new TimeoutException("The events waited too long for their turn.", error);
        }
    }

    private async ValueTask<ImmutableArray<EventAck>> RecordInTurnAsync(
        ImmutableArray<UserEvent> events, CancellationToken cancellationToken)
    {
        while (true)
        {
            ImmutableArray<EventAck> acks = Profile.AliasOf is null
                ? await _turn.RunAsync(() => RecordUnlessAliasAsync(events), cancellationToken)
                : default;
            if (!acks.IsDefault)
            {
                return acks;
            }

            // An erasure that interleaves ends the alias: the events are the user's own then.
            if (await _identity.FindTargetAsync(events[0].UserId) is { } target)
            {
                return await target.RecordAsync(events, cancellationToken);
            }
        }
    }

    /// <summary>
    /// Records events. Returns a default array when the user became an alias while the write waited: the target then
    /// records them, outside this turn.
    /// </summary>
    private ValueTask<ImmutableArray<EventAck>> RecordUnlessAliasAsync(ImmutableArray<UserEvent> events) =>
        Profile.AliasOf is null
            ? _recorder.RecordAsync(events)
            : ValueTask.FromResult<ImmutableArray<EventAck>>(default);
}
