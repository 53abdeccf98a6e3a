using System.Collections.Immutable;
using Orleans.Concurrency;
using Personalization.Abstractions.EventLog;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Experiments;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Profiles;
using Personalization.Abstractions.Recommendations;

namespace Personalization.Abstractions.Users;

/// <summary>
/// One user. Writes take turns; reads interleave with them and never wait for a write's I/O.
/// Key: <see cref="UserKey.Encode"/> of the user's id.
/// </summary>
[GrainInterfaceType("Personalization.Abstractions.Users.IUserGrain"), Alias("Personalization.IUserGrain")]
public interface IUserGrain : IGrainWithStringKey
{
    /// <summary>Appends valid events of this user to the log and applies them; returns once they are durable.</summary>
    /// <param name="events">1 or more, all of this user, in the order they are to be applied.</param>
    /// <returns>One answer per event, in the same order.</returns>
    /// <exception cref="ActivationFencedException">Another activation wrote first; this one is gone, a retry reaches the other.</exception>
    [Alias("Record")]
    ValueTask<ImmutableArray<EventAck>> RecordAsync(ImmutableArray<UserEvent> events);

    /// <summary>The user's list for a placement, from the best level of the ladder that answers inside the deadline.</summary>
    [AlwaysInterleave, Alias("Recommend")]
    ValueTask<RecommendationList> RecommendAsync(RecommendationQuery query, CancellationToken cancellationToken);

    /// <summary><see cref="RecommendAsync"/> for a caller that only passes the answer on.</summary>
    [AlwaysInterleave, Alias("Serve")]
    ValueTask<ServedList> ServeAsync(RecommendationQuery query, CancellationToken cancellationToken);

    /// <summary>The caller's candidates in this user's order.</summary>
    [AlwaysInterleave, Alias("Rank")]
    ValueTask<RecommendationList> RankAsync(RankQuery query, CancellationToken cancellationToken);

    /// <summary>The profile; null when nothing is known of the user.</summary>
    [AlwaysInterleave, Alias("Get")]
    ValueTask<UserView?> GetAsync();

    /// <summary>Puts what the user said in place of what they said before.</summary>
    /// <returns>The profile's version that contains it.</returns>
    [Alias("SetPreferences")]
    ValueTask<long> SetPreferencesAsync(UserId user, StatedPreferences preferences);

    /// <summary>Forgets the user: log, snapshot, list and pending outcomes. Only a mark without content stays, which fences late writers.</summary>
    /// <returns>How many log entries were erased.</returns>
    [Alias("Forget")]
    ValueTask<long> ForgetAsync();

    /// <summary>Moves another profile into this one and leaves an alias there, so that late events still land here. Doing it again changes nothing.</summary>
    /// <exception cref="MergeRefusedException">The other is this user, or an alias of a third one, or this user is itself an alias.</exception>
    [Alias("MergeFrom")]
    ValueTask<MergeResult> MergeFromAsync(UserId user, UserId other);

    /// <summary>Becomes an alias of <paramref name="target"/>, which then takes over this user's history by <see cref="ExportAsync"/>; for the target's <see cref="MergeFromAsync"/> only.</summary>
    [AlwaysInterleave, Alias("BecomeAlias")]
    ValueTask BecomeAliasOfAsync(UserId self, UserId target);

    /// <summary>The arms the user is in, also of an alias, whose arms the user it was merged into takes over; for the target's <see cref="MergeFromAsync"/> only.</summary>
    [AlwaysInterleave, Alias("Arms")]
    ValueTask<ImmutableArray<EnteredArm>> ArmsAsync();

    /// <summary>Erases what is left of an alias; for the target's <see cref="ForgetAsync"/> only. Does nothing when this user is no alias.</summary>
    /// <returns>How many log entries were erased.</returns>
    [AlwaysInterleave, Alias("EraseAlias")]
    ValueTask<long> EraseAliasAsync();

    /// <summary>Everything stored of the user, oldest first, one page at a time.</summary>
    /// <param name="afterSequence">The sequence number of the last entry already read; 0 to begin.</param>
    [AlwaysInterleave, Alias("Export")]
    ValueTask<ImmutableArray<LogEntry>> ExportAsync(long afterSequence);

    /// <summary>Makes sure that a durable snapshot holds everything up to an entry, so that the log may let go of it.</summary>
    /// <param name="sequence">The entry's sequence number.</param>
    /// <returns>Whether one does.</returns>
    [Alias("EnsureSnapshot")]
    ValueTask<bool> EnsureSnapshotAsync(long sequence);
}
