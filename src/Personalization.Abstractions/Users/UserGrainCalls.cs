using System.Collections.Immutable;
using Personalization.Abstractions.Events;

namespace Personalization.Abstractions.Users;

/// <summary>Shorter forms of calls on users.</summary>
public static class UserGrainCalls
{
    /// <summary>Records events; the call waits for its turn as long as the caller's call time-out allows.</summary>
    /// <inheritdoc cref="IUserGrain.RecordAsync"/>
    public static ValueTask<ImmutableArray<EventAck>> RecordAsync(
        this IUserGrain user, ImmutableArray<UserEvent> events)
    {
        ArgumentNullException.ThrowIfNull(user);
        return user.RecordAsync(events, CancellationToken.None);
    }
}
