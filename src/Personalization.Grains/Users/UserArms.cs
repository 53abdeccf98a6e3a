using System.Collections.Immutable;
using Personalization.Abstractions.Identity;
using Personalization.Engine.Experiments.Assignment;
using Personalization.Engine.Profiles;
using Personalization.Grains.Serving;

namespace Personalization.Grains.Users;

/// <summary>
/// Which arms a user's lists are made with. A user is assigned by the key, so that every silo agrees; an arm shapes a list only once the user's entry into it is
/// in the log, so that no exposure is lost with a silo. Synchronous: nothing here leaves the process.
/// </summary>
internal sealed class UserArms(string userKey, ExperimentHolder experiments, TimeProvider time)
{
    /// <summary>After an entry that failed the user is served without the arm for so long: a store that is away must not be asked at every read.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private readonly bool _takesPart = !SyntheticUsers.ContainsKey(userKey);
    private readonly UserId _unit = UserId.Create(userKey);
    private DateTimeOffset _notBefore;

    /// <summary>Whether arms kept with a list still are what they would be.</summary>
    public bool AreCurrent(ListArms arms, DateTimeOffset now) => arms.IsCurrent(experiments.Current, now);

    /// <summary>The arms of a list that is made now.</summary>
    public ListArms For(UserProfile profile, string placement, DateTimeOffset now)
    {
        ExperimentBoard board = experiments.Current;
        ImmutableArray<AssignedArm> assigned = Assign(board, profile, placement, now);
        ImmutableArray<AssignedArm> entered = [.. assigned.Where(arm => arm.IsOf(profile.Trials.Held))];
        return new ListArms(board, entered, entered.Length == assigned.Length ? board.UnchangedUntil(now) : _notBefore);
    }

    /// <summary>Whether there can be arms to enter.</summary>
    public bool CanBeDue(DateTimeOffset now) => _takesPart && experiments.Current.Measured.Count > 0 && now >= _notBefore;

    /// <summary>The arms the user must enter before a list can be made with them.</summary>
    public ImmutableArray<AssignedArm> Due(UserProfile profile, string placement, DateTimeOffset now) =>
        [.. Assign(experiments.Current, profile, placement, now).Where(arm => !arm.IsOf(profile.Trials.Held))];

    /// <summary>Serves without new arms for a while.</summary>
    public void PutOff() => _notBefore = time.GetUtcNow() + Pause;

    /// <summary>The arms a request gets. Who objects to personalization is in no experiment, and neither is a user the engine plays itself.</summary>
    private ImmutableArray<AssignedArm> Assign(ExperimentBoard board, UserProfile profile, string placement, DateTimeOffset now) =>
        _takesPart && !profile.Preferences.OptOut && board.Measured.Count > 0
            ? board.Plan.Assign(new AssignmentContext(_unit, placement, profile.Preferences.Attributes, profile.Trials.Held, now))
            : [];
}
