using Personalization.Abstractions.EventLog;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Users;
using Personalization.Engine.Profiles;

namespace Personalization.Grains.Users;

/// <summary>Undoes a merge that was made by mistake or by an attacker. Call it in the user's turn.</summary>
/// <remarks>
/// The other user's own log is complete up to the merge. Later events were recorded here; they go back. Then the copied
/// entries lose their content, and the profile is folded again without them. Every step can be repeated.
/// </remarks>
internal sealed class UserUnmerge(UserHistory history, Func<UserId, IUserGrain> grainOf, TimeProvider time)
{
    private const int Page = 500;

    /// <summary>The time for which a merge can be undone.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromHours(24);

    private UserProfile Profile => history.Profile;

    /// <summary>Undoes a merge.</summary>
    /// <param name="user">This user.</param>
    /// <param name="merge">The merge.</param>
    /// <exception cref="MergeRefusedException">The merge is too old, or the log has no beginning any more.</exception>
    public async ValueTask<MergeResult> RunAsync(UserId user, MergedUser merge)
    {
        if (merge.Step != MergeStep.Undoing)
        {
            if (time.GetUtcNow() - merge.At > Limit)
            {
                throw new MergeRefusedException(
                    $"A merge can be undone for {Limit.TotalHours:0} hours, but this one is of {merge.At:u}.");
            }

            if (!await history.IsCompleteAsync())
            {
                throw new MergeRefusedException("The beginning of this user's history was deleted.");
            }

            await history.AppendAsync([StepOf(user, merge, MergeStep.Undoing)]);
        }

        return await CompleteAsync(user, merge);
    }

    /// <summary>Completes the undoing of a merge.</summary>
    public async ValueTask<MergeResult> CompleteAsync(UserId user, MergedUser merge)
    {
        UserId other = UserId.Create(merge.Other);
        IUserGrain otherGrain = grainOf(other);
        await otherGrain.BecomeOwnAsync(other, user);
        foreach (UserId alias in merge.Through.Select(UserId.Create))
        {
            await grainOf(alias).PointToAsync(alias, user, other);
        }

        int moved = await GiveBackAsync(otherGrain, [.. merge.Through, merge.Other]);
        await history.AppendAndFoldAgainAsync(StepOf(user, merge, MergeStep.Undone));
        return new MergeResult(Profile.Version, moved);
    }

    private async ValueTask<int> GiveBackAsync(IUserGrain otherGrain, HashSet<string> origins)
    {
        int moved = 0;
        IReadOnlyList<LogEntry> page = await history.ReadAsync(0, Page);
        for (; page.Count > 0; page = await history.ReadAsync(page[^1].Sequence, Page))
        {
            EventEntry[] theirs =
                [.. page.OfType<EventEntry>().Where(entry => origins.Contains(entry.Event.UserId.Value))];
            if (theirs.Length > 0)
            {
                await otherGrain.TakeBackAsync([.. theirs]);
                await history.RemoveAsync([.. theirs.Select(entry => entry.Sequence)]);
                moved += theirs.Length;
            }
        }

        return moved;
    }

    private MergedEntry StepOf(UserId user, MergedUser merge, MergeStep step) => new()
    {
        Sequence = Profile.Version + 1,
        ReceivedAt = time.GetUtcNow(),
        UserId = user,
        Other = UserId.Create(merge.Other),
        Step = step,
        Through = merge.Through.IsEmpty ? null : [.. merge.Through.Select(UserId.Create)],
    };
}
