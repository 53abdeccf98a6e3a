using System.Collections.Immutable;
using Personalization.Abstractions.Identity;
using Personalization.Engine.Experiments.Assignment;
using Personalization.Engine.Profiles;
using Personalization.Grains.Serving;

namespace Personalization.Grains.Users;

/// <summary>Chooses the arms of a user's lists. Synchronous, without calls to other processes.</summary>
/// <remarks>
/// The assignment uses the user key, so that all silos agree. An arm applies to a list only after the user's entry is
/// in the log, so that a lost silo loses no exposure.
/// </remarks>
internal sealed class UserArms(string userKey, ExperimentHolder experiments, TimeProvider time)
{
    /// <summary>
    /// How long a user is served without the arm after a failed entry, so that an unavailable store is not called at
    /// every read.
    /// </summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private readonly bool _takesPart = !SyntheticUsers.ContainsKey(userKey);
    private readonly UserId _unit = UserId.Create(userKey);
    private DateTimeOffset _notBefore;

    /// <summary>Whether the arms of a cached list are still valid.</summary>
    public bool AreCurrent(ListArms arms, DateTimeOffset now) => arms.IsCurrent(experiments.Current, now);

    /// <summary>Returns the arms of a list that is made now.</summary>
    public ListArms For(UserProfile profile, string placement, DateTimeOffset now)
    {
        ExperimentBoard board = experiments.Current;
        ImmutableArray<AssignedArm> assigned = Assign(board, profile, placement, now);
        ImmutableArray<AssignedArm> entered = [.. assigned.Where(arm => arm.IsOf(profile.Trials.PinnedArms))];
        return new ListArms(board, entered, entered.Length == assigned.Length ? board.UnchangedUntil(now) : _notBefore);
    }

    /// <summary>Whether there can be arms to enter.</summary>
    public bool CanBeDue(DateTimeOffset now) =>
        _takesPart && experiments.Current.Measured.Count > 0 && now >= _notBefore;

    /// <summary>Returns the arms that the user must enter before a list can be made with them.</summary>
    public ImmutableArray<AssignedArm> Due(UserProfile profile, string placement, DateTimeOffset now) =>
        [.. Assign(experiments.Current, profile, placement, now).Where(arm => !arm.IsOf(profile.Trials.PinnedArms))];

    /// <summary>Serves without new arms for a while.</summary>
    public void PutOff() => _notBefore = time.GetUtcNow() + Pause;

    /// <summary>
    /// Assigns the arms of a request. Users who opted out, synthetic users and users without activity are in no
    /// experiment.
    /// </summary>
    /// <remarks>Anybody can read lists of made-up users. Only an event or a preference makes a user a unit.</remarks>
    private ImmutableArray<AssignedArm> Assign(
        ExperimentBoard board, UserProfile profile, string placement, DateTimeOffset now) =>
        _takesPart && profile.IsActive && !profile.Preferences.OptOut && board.Measured.Count > 0
            ? board.Plan.Assign(
                new AssignmentContext(_unit, placement, profile.Preferences.Attributes, profile.Trials.PinnedArms, now))
            : [];
}
