using System.Collections.Immutable;
using Orleans.Concurrency;
using Personalization.Abstractions.EventLog;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Experiments;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Merchandising;
using Personalization.Abstractions.Pages;
using Personalization.Abstractions.Profiles;
using Personalization.Abstractions.Recommendations;

namespace Personalization.Abstractions.Users;

/// <summary>A user. Key: <see cref="UserKey.Encode"/> of the user's id.</summary>
/// <remarks>
/// Writes run one after the other. Reads interleave with them and never wait for a write's I/O. A read can reflect an
/// event that is durable some milliseconds later, but reports no profile version that is not durable.
/// </remarks>
[GrainInterfaceType("Personalization.IUserGrain"), Alias("Personalization.IUserGrain")]
public interface IUserGrain : IGrainWithStringKey
{
    /// <summary>
    /// Appends validated events of this user to the log and applies them. Returns once they are durable.
    /// </summary>
    /// <param name="events">At least one event, all of this user, in the order in which they are applied.</param>
    /// <param name="cancellationToken">
    /// Stops the call while it waits for its turn. A write that has begun continues. The token is no part of the
    /// message, so silos of an older version understand the call.
    /// </param>
    /// <returns>One acknowledgement per event, in the same order.</returns>
    /// <exception cref="ActivationFencedException">
    /// Another activation wrote first. This activation is gone; a retry reaches the other one.
    /// </exception>
    [Alias("Record")]
    ValueTask<ImmutableArray<EventAck>> RecordAsync(
        ImmutableArray<UserEvent> events, CancellationToken cancellationToken);

    /// <summary>
    /// Like <see cref="RecordAsync"/>, but returns as soon as the events are applied and on their way to the log. For a
    /// caller in the silo's process, which waits for the ticket before it acknowledges anything.
    /// </summary>
    /// <param name="events">At least one event, all of this user, in the order in which they are applied.</param>
    /// <param name="deadline">
    /// The time after which nothing may begin, as a timestamp of the process's <see cref="TimeProvider"/>.
    /// </param>
    /// <returns>The acknowledgements and the ticket.</returns>
    /// <exception cref="TimeoutException">The deadline has passed; nothing was stored.</exception>
    /// <exception cref="ActivationFencedException">
    /// Another activation wrote first. This activation is gone; a retry reaches the other one.
    /// </exception>
    [Alias("Take")]
    ValueTask<TakenEvents> TakeAsync(ImmutableArray<UserEvent> events, long deadline);

    /// <summary>
    /// Gets the user's list for a placement, from the best fallback level that answers within the deadline.
    /// </summary>
    [AlwaysInterleave, Alias("Recommend")]
    ValueTask<RecommendationList> RecommendAsync(RecommendationQuery query, CancellationToken cancellationToken);

    /// <summary>Like <see cref="RecommendAsync"/>, for a caller that only passes the answer on.</summary>
    [AlwaysInterleave, Alias("Serve")]
    ValueTask<ServedList> ServeAsync(RecommendationQuery query, CancellationToken cancellationToken);

    /// <summary>Gets the rows of a page, without an item twice, within one deadline.</summary>
    [AlwaysInterleave, Alias("Page")]
    ValueTask<PageAnswer> PageAsync(PageQuery query, CancellationToken cancellationToken);

    /// <summary>Orders the caller's candidates for this user.</summary>
    [AlwaysInterleave, Alias("Rank")]
    ValueTask<RecommendationList> RankAsync(RankQuery query, CancellationToken cancellationToken);

    /// <summary>Gets the profile; null for an unknown user.</summary>
    [AlwaysInterleave, Alias("Get")]
    ValueTask<UserView?> GetAsync();

    /// <summary>
    /// Gets whether lists of users may show this user: a user with events, not an alias, not being erased, who did not
    /// opt out.
    /// </summary>
    [AlwaysInterleave, Alias("CanBeFound")]
    ValueTask<bool> CanBeFoundAsync();

    /// <summary>Gets a short form of the profile from memory; that of the target for an alias.</summary>
    [AlwaysInterleave, Alias("Summary")]
    ValueTask<ProfileSummary> SummaryAsync();

    /// <summary>
    /// Subscribes an observer to the changes of this user, or renews its subscription. It ends one minute after the
    /// last renewal. An alias subscribes the observer to its target too.
    /// </summary>
    /// <param name="watched">The user as the observer calls it. The notices name it.</param>
    /// <param name="observer">The observer.</param>
    /// <returns>The profile version.</returns>
    [AlwaysInterleave, Alias("Watch")]
    ValueTask<long> WatchAsync(UserId watched, IUserObserver observer);

    /// <summary>Ends a subscription of <see cref="WatchAsync"/>.</summary>
    [AlwaysInterleave, Alias("Unwatch")]
    ValueTask UnwatchAsync(UserId watched, IUserObserver observer);

    /// <summary>Gets a list without and with a merchandising rule. Caches and counts nothing.</summary>
    [Alias("Preview")]
    ValueTask<RulePreview> PreviewAsync(RulePreviewQuery query);

    /// <summary>Changes the stated preferences that a change names and keeps the others.</summary>
    /// <returns>The profile version that contains the preferences.</returns>
    [Alias("ChangePreferences")]
    ValueTask<long> ChangePreferencesAsync(UserId user, PreferencesChange change);

    /// <summary>Replaces the user's stated preferences. For an API of the version before.</summary>
    /// <returns>The profile version that contains the preferences.</returns>
    [Alias("SetPreferences")]
    ValueTask<long> SetPreferencesAsync(UserId user, StatedPreferences preferences);

    /// <summary>
    /// Erases the user and all users merged into it, directly or through others: log, snapshot, list and pending
    /// outcomes. For an alias, erases the user that it stands for.
    /// </summary>
    /// <returns>The number of erased log entries.</returns>
    /// <remarks>
    /// A mark stays, which fences late writers. It holds hashes of the latest event ids and no other data. An
    /// interrupted erasure is completed by the next activation.
    /// </remarks>
    [Alias("Forget")]
    ValueTask<long> ForgetAsync();

    /// <summary>
    /// Moves another profile into this one and leaves an alias there, so that late events still reach this user.
    /// Repeating the call changes nothing. An interrupted merge is completed by the next activation.
    /// </summary>
    /// <exception cref="MergeRefusedException">
    /// The other user is this user or an alias of a third one, or this user is an alias.
    /// </exception>
    [Alias("MergeFrom")]
    ValueTask<MergeResult> MergeFromAsync(UserId user, UserId other);

    /// <summary>
    /// Undoes a merge of the last 24 hours. The other user gets its later events back and is no alias any more.
    /// Repeating the call after an interruption completes it.
    /// </summary>
    /// <returns>The number of events that left this profile.</returns>
    /// <remarks>
    /// Stated preferences that this user took over stay. Results of experiments do not change.
    /// </remarks>
    /// <exception cref="MergeRefusedException">
    /// The other user was not merged into this one, or more than 24 hours ago, or the beginning of this user's log was
    /// deleted.
    /// </exception>
    [Alias("Unmerge")]
    ValueTask<MergeResult> UnmergeAsync(UserId user, UserId other);

    /// <summary>Makes an alias of <paramref name="target"/> a user again. Does nothing for another user.</summary>
    /// <remarks>Called only by the target's <see cref="UnmergeAsync"/>.</remarks>
    [AlwaysInterleave, Alias("BecomeOwn")]
    ValueTask BecomeOwnAsync(UserId self, UserId target);

    /// <summary>Points an alias of one user to another user. Does nothing for another alias.</summary>
    /// <remarks>Called only by <see cref="UnmergeAsync"/> of the alias's target.</remarks>
    [AlwaysInterleave, Alias("PointTo")]
    ValueTask PointToAsync(UserId self, UserId from, UserId to);

    /// <summary>Records events of this user that were recorded in its target while it was an alias.</summary>
    /// <remarks>Called only by the target's <see cref="UnmergeAsync"/>. Events that are known are ignored.</remarks>
    [AlwaysInterleave, Alias("TakeBack")]
    ValueTask TakeBackAsync(ImmutableArray<EventEntry> events);

    /// <summary>Makes this user an alias of <paramref name="target"/>.</summary>
    /// <remarks>
    /// Called only by the target's <see cref="MergeFromAsync"/>. The target then takes over this user's history by
    /// <see cref="ExportAsync"/>.
    /// </remarks>
    [AlwaysInterleave, Alias("BecomeAlias")]
    ValueTask BecomeAliasOfAsync(UserId self, UserId target);

    /// <summary>Gets the experiment arms of the user.</summary>
    /// <remarks>
    /// Called only by the target's <see cref="MergeFromAsync"/>, which takes over the arms of an alias.
    /// </remarks>
    [AlwaysInterleave, Alias("Arms")]
    ValueTask<ImmutableArray<EnteredArm>> ArmsAsync();

    /// <summary>
    /// Erases the data of an alias and of all users merged into it. Does nothing when this user is not an alias.
    /// </summary>
    /// <returns>The number of erased log entries.</returns>
    /// <remarks>Called only by the target's <see cref="ForgetAsync"/>.</remarks>
    [AlwaysInterleave, Alias("EraseAlias")]
    ValueTask<long> EraseAliasAsync();

    /// <summary>Like <see cref="EraseAliasAsync"/>, and keeps the hashes of the target's latest event ids.</summary>
    /// <param name="targetEventIds">
    /// The hashes, see <see cref="ForgottenEntry.EventIds"/>. Events of the alias are recorded in the target, so only
    /// the target knows their ids.
    /// </param>
    /// <returns>The number of erased log entries.</returns>
    [AlwaysInterleave, Alias("EraseAliasKeeping")]
    ValueTask<long> EraseAliasKeepingAsync(byte[]? targetEventIds);

    /// <summary>Gets all stored log entries of the user, oldest first, one page per call.</summary>
    /// <param name="afterSequence">The sequence number of the last entry already read; 0 to begin.</param>
    [AlwaysInterleave, Alias("Export")]
    ValueTask<ImmutableArray<LogEntry>> ExportAsync(long afterSequence);

    /// <summary>
    /// Ensures that a durable snapshot contains all entries up to a sequence number, so that the log may drop them.
    /// </summary>
    /// <param name="sequence">The entry's sequence number.</param>
    /// <returns>Whether such a snapshot exists.</returns>
    [Alias("EnsureSnapshot")]
    ValueTask<bool> EnsureSnapshotAsync(long sequence);
}

/// <summary>The result of a merge or of its undoing. Immutable.</summary>
/// <param name="ProfileVersion">The version of the target profile after the change.</param>
/// <param name="EventsMoved">The number of moved events; 0 when the change was made before.</param>
[GenerateSerializer, Immutable, Alias("Personalization.MergeResult")]
public readonly record struct MergeResult([property: Id(0)] long ProfileVersion, [property: Id(1)] int EventsMoved);
