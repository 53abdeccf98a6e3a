using System.Collections.Immutable;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Users;
using Personalization.Client.Api.Engine;
using Personalization.Client.Api.Settings;
using Personalization.Hosting.Settings;

namespace Personalization.Client.Api.Events;

/// <summary>Writes the events of one user and returns when they are durable.</summary>
/// <remarks>
/// In one process with the silo, the user's turn ends as soon as the events are on their way to the log, and this class
/// waits until they are durable. A silo in another process waits itself.
/// </remarks>
internal sealed class EventWriter(
    UserGrains users, EngineCalls engine, EngineOptions host, ApiOptions options, TimeProvider time)
{
    /// <summary>Only a process with the embedded store is sure to hold every user itself.</summary>
    public bool IsWhole { get; } = host is { Role: EngineRole.Node, Profile: StorageProfile.Embedded };

    private readonly long _patience = options.WriteTimeoutMs * time.TimestampFrequency / 1_000;

    /// <summary>Writes events.</summary>
    /// <param name="user">The user.</param>
    /// <param name="events">The events, all of this user.</param>
    /// <param name="clientGone">Cancelled when the client disconnects. A failed call is then not repeated.</param>
    /// <returns>One acknowledgement per event.</returns>
    public ValueTask<ImmutableArray<EventAck>> WriteAsync(
        UserId user, ImmutableArray<UserEvent> events, CancellationToken clientGone) => IsWhole
        ? engine.RunAsync(
            (users, user, events, Deadline: time.GetTimestamp() + _patience),
            static call => TakeAsync(call.users.Of(call.user), call.events, call.Deadline),
            clientGone)
        : engine.RunAsync(
            (users, user, events),
            static (call, stop) => call.users.Of(call.user).RecordAsync(call.events, stop),
            clientGone);

    /// <summary>Lets a user of this process take events. Nothing is durable yet, and nothing is tried again.</summary>
    public ValueTask<TakenEvents> TakeAsync(UserId user, ImmutableArray<UserEvent> events) =>
        users.Of(user).TakeAsync(events, time.GetTimestamp() + _patience);

    private static async ValueTask<ImmutableArray<EventAck>> TakeAsync(
        IUserGrain user, ImmutableArray<UserEvent> events, long deadline)
    {
        TakenEvents taken = await user.TakeAsync(events, deadline);
        if (taken.AreDurable)
        {
            return taken.Acks;
        }

        if (taken.Ticket is not { } ticket)
        {
            // The events were taken in another process, which cannot pass its ticket on. Repeated, they are duplicates
            // that are acknowledged when they are durable.
            return await user.RecordAsync(events);
        }

        await ticket.WaitAsync();
        return taken.Acks;
    }
}
