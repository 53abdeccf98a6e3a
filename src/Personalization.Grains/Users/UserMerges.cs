using System.Collections.Immutable;
using Personalization.Abstractions.EventLog;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Profiles;
using Personalization.Abstractions.Users;
using Personalization.Engine.Profiles;

namespace Personalization.Grains.Users;

/// <summary>Merges other users into a user. Call it in the user's turn.</summary>
/// <remarks>
/// A merge changes two logs, so it can be interrupted. It logs its first step here before the other user becomes an
/// alias, and its last step when the whole history is copied. Every step can be repeated: copied events are duplicates
/// then.
/// </remarks>
internal sealed class UserMerges(
    UserHistory history,
    UserEntries entries,
    UserRecorder recorder,
    UserUnmerge unmerge,
    Func<UserId, IUserGrain> grainOf,
    TimeProvider time)
{
    private UserProfile Profile => history.Profile;

    /// <summary>Merges another user, or completes an interrupted merge of that user.</summary>
    /// <param name="user">This user.</param>
    /// <param name="other">The user to take over.</param>
    /// <exception cref="MergeRefusedException">The other user belongs to a third user.</exception>
    public async ValueTask<MergeResult> MergeAsync(UserId user, UserId other)
    {
        MergedUser? known = Profile.Merged.Find(other.Value);
        if (known?.Step == MergeStep.Undoing)
        {
            _ = await unmerge.CompleteAsync(user, known);
            known = null;
        }

        if (known is { Step: null } || (known is null && Profile.Merged.Ids.Contains(other.Value)))
        {
            return new MergeResult(Profile.Version, 0);
        }

        if (known is null)
        {
            if ((await grainOf(other).GetAsync())?.MergedInto is { } alias
                && await AliasWalk.EndAsync(grainOf, alias, other.Value) != user.Value)
            {
                throw new MergeRefusedException($"The other user was already merged into '{alias}'.");
            }

            await AppendAsync(user, other, MergeStep.Begun);
        }

        return await CompleteAsync(user, other);
    }

    /// <summary>Undoes a merge, or completes an interrupted undoing.</summary>
    /// <exception cref="MergeRefusedException">The merge cannot be undone.</exception>
    public ValueTask<MergeResult> UnmergeAsync(UserId user, UserId other) =>
        unmerge.RunAsync(user, Profile.Merged.Find(other.Value) ?? throw new MergeRefusedException(
            $"User '{other}' was not merged into this user directly."));

    /// <summary>Completes the merges that an earlier activation began.</summary>
    /// <returns>The number of copied events.</returns>
    public async ValueTask<long> ResumeAsync()
    {
        long copied = 0;
        foreach (MergedUser merge in Profile.Merged.Unfinished.ToArray())
        {
            try
            {
                UserId into = UserId.Create(merge.Into);
                copied += merge.Step == MergeStep.Undoing
                    ? (await unmerge.CompleteAsync(into, merge)).EventsMoved
                    : (await CompleteAsync(into, UserId.Create(merge.Other))).EventsMoved;
            }
            catch (MergeRefusedException)
            {
                // The other user was not an alias yet and belongs to a third user now. The merge is withdrawn.
            }
        }

        return copied;
    }

    private async ValueTask<MergeResult> CompleteAsync(UserId user, UserId other)
    {
        IUserGrain otherGrain = grainOf(other);
        try
        {
            await otherGrain.BecomeAliasOfAsync(other, user);
        }
        catch (MergeRefusedException)
        {
            await AppendAsync(user, other, MergeStep.Withdrawn);
            throw;
        }

        await entries.TakeOverAsync(otherGrain);
        int taken = 0;
        PreferencesEntry? stated = null;
        MergedUsers through = new();
        ImmutableArray<LogEntry> page = await otherGrain.ExportAsync(0);
        for (; !page.IsEmpty; page = await otherGrain.ExportAsync(page[^1].Sequence))
        {
            taken += await recorder.CopyAsync([.. page.OfType<EventEntry>()]);
            stated = page.OfType<PreferencesEntry>().LastOrDefault() ?? stated;
            foreach (MergedEntry merged in page.OfType<MergedEntry>())
            {
                through.Apply(merged);
            }
        }

        await history.AppendAsync([.. End(user, other, stated?.Preferences, through)]);
        return new MergeResult(Profile.Version, taken);
    }

    private IEnumerable<LogEntry> End(UserId user, UserId other, StatedPreferences? stated, MergedUsers through)
    {
        long next = Profile.Version;
        DateTimeOffset now = time.GetUtcNow();
        StatedPreferences own = Profile.Preferences;
        StatedPreferences both = own.MergedWith(stated ?? new StatedPreferences());
        if (!both.HasSameContent(own))
        {
            yield return new PreferencesEntry
            {
                Sequence = ++next,
                ReceivedAt = now,
                UserId = user,
                Preferences = both,
                Tallies = both.OptOut ? Profile.Trials.DeltasOfLeaving() : null,
            };
        }

        yield return new MergedEntry
        {
            Sequence = ++next,
            ReceivedAt = now,
            UserId = user,
            Other = other,
            Through = through.Ids.Count == 0
                ? null
                : [.. through.Ids.Order(StringComparer.Ordinal).Select(UserId.Create)],
        };
    }

    private ValueTask AppendAsync(UserId user, UserId other, MergeStep step) => history.AppendAsync(
    [
        new MergedEntry
        {
            Sequence = Profile.Version + 1, ReceivedAt = time.GetUtcNow(), UserId = user, Other = other, Step = step,
        },
    ]);
}
