using Microsoft.Extensions.Logging;
using Personalization.Abstractions.EventLog;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Users;
using Personalization.Engine.Profiles;

namespace Personalization.Grains.Users;

/// <summary>
/// The changes of a user that concern other users too: merges, aliases and the erasure of all that belongs to one
/// person.
/// </summary>
/// <remarks>
/// Each change logs its first step in the user that it begins with. <see cref="ResumeAsync"/> completes what an earlier
/// activation began.
/// </remarks>
internal sealed class UserIdentity(
    UserTurn turn,
    UserHistory history,
    UserMerges merges,
    UserLists lists,
    Func<UserId, IUserGrain> grainOf,
    UserMetrics metrics,
    TimeProvider time,
    ILogger logger)
{
    private bool _merging;
    private bool _erasing;
    private bool _knowsTarget;

    /// <summary>Gets whether a merge or an erasure must be completed.</summary>
    public bool IsInterrupted => Profile.IsForgetting || Profile.Merged.Unfinished.Any();

    private UserProfile Profile => history.Profile;

    /// <summary>Gets the user that this user is an alias of; null for none.</summary>
    public IUserGrain? Target() => Profile.AliasOf is { } target ? grainOf(UserId.Create(target)) : null;

    /// <summary>Gets the user that this user is an alias of; null for none.</summary>
    /// <remarks>
    /// Once per activation, a chain of aliases is walked to its end and this alias is pointed there, so that later
    /// events take one call.
    /// </remarks>
    public async ValueTask<IUserGrain?> FindTargetAsync(UserId self)
    {
        if (!_knowsTarget && Profile.AliasOf is { } known)
        {
            _knowsTarget = true;
            string end = await AliasWalk.EndAsync(grainOf, known, self.Value);
            if (end != known)
            {
                _ = await turn.RunAsync(() => Profile.AliasOf == known
                    ? PointInTurnAsync(self, known, UserId.Create(end))
                    : ValueTask.FromResult(false));
            }
        }

        return Target();
    }

    /// <inheritdoc cref="IUserGrain.ForgetAsync"/>
    public async ValueTask<long> ForgetAsync()
    {
        if (Profile.AliasOf is { } alias)
        {
            // The target does not know this alias if an older version lost the end of a merge. In a circle of aliases
            // there is no target, and each alias is erased as one.
            IUserGrain end = grainOf(UserId.Create(await AliasWalk.EndAsync(grainOf, alias)));
            long erased = (await end.GetAsync())?.MergedInto is null ? await end.ForgetAsync() : 0;
            return erased + await EraseAliasAsync(null);
        }

        _erasing = true;
        try
        {
            return await turn.RunAsync(ForgetInTurnAsync);
        }
        finally
        {
            _erasing = false;
        }
    }

    /// <inheritdoc cref="IUserGrain.MergeFromAsync"/>
    public async ValueTask<MergeResult> MergeFromAsync(UserId user, UserId other)
    {
        if (user == other)
        {
            throw new MergeRefusedException("A user cannot be merged into itself.");
        }

        _merging = true;
        try
        {
            return await turn.RunAsync(() => Profile.AliasOf is { } alias
                ? throw new MergeRefusedException(
                    $"This user was already merged into '{alias}'. Merge into that user instead.")
                : merges.MergeAsync(user, other));
        }
        finally
        {
            _merging = false;
        }
    }

    /// <inheritdoc cref="IUserGrain.UnmergeAsync"/>
    public async ValueTask<MergeResult> UnmergeAsync(UserId user, UserId other)
    {
        _merging = true;
        try
        {
            MergeResult undone = await turn.RunAsync(() => merges.UnmergeAsync(user, other));
            lists.Clear();
            return undone;
        }
        finally
        {
            _merging = false;
        }
    }

    /// <inheritdoc cref="IUserGrain.BecomeOwnAsync"/>
    public async ValueTask BecomeOwnAsync(UserId self, UserId target) => _ = await turn.RunAsync(async () =>
    {
        if (Profile.AliasOf == target.Value)
        {
            await history.AppendAsync(
            [
                new UnaliasedEntry
                {
                    Sequence = Profile.Version + 1, ReceivedAt = time.GetUtcNow(), UserId = self, Target = target,
                },
            ]);
            _knowsTarget = false;
        }

        return true;
    });

    /// <inheritdoc cref="IUserGrain.PointToAsync"/>
    public async ValueTask PointToAsync(UserId self, UserId from, UserId to) => _ = await turn.RunAsync(
        () => Profile.AliasOf == from.Value ? PointInTurnAsync(self, from.Value, to) : ValueTask.FromResult(false));

    /// <inheritdoc cref="IUserGrain.BecomeAliasOfAsync"/>
    public async ValueTask BecomeAliasOfAsync(UserId self, UserId target)
    {
        string? known = Profile.AliasOf;
        if (known == target.Value)
        {
            return;
        }

        if (_merging || _erasing || IsInterrupted)
        {
            throw new MergeRefusedException(
                "The other user is being erased or is taking over a third user right now; try again.");
        }

        if (known is not null && await AliasWalk.EndAsync(grainOf, known, self.Value) != target.Value)
        {
            throw new MergeRefusedException($"The other user was already merged into '{known}'.");
        }

        _ = await turn.RunAsync(() => PointInTurnAsync(self, known, target));
    }

    /// <inheritdoc cref="IUserGrain.EraseAliasKeepingAsync"/>
    public async ValueTask<long> EraseAliasAsync(byte[]? targetEventIds)
    {
        if (Profile.AliasOf is null || _erasing)
        {
            return 0;
        }

        // Users that were merged into this one come first, so that a repetition after a crash still finds them. The
        // flag ends a circle of aliases.
        _erasing = true;
        try
        {
            return await EraseMergedAsync(targetEventIds)
                + await turn.RunAsync(() => EraseInTurnAsync(targetEventIds));
        }
        finally
        {
            _erasing = false;
        }
    }

    /// <summary>Completes the merges and the erasure that an earlier activation began.</summary>
    /// <returns>False if it must be tried again.</returns>
    public async Task<bool> ResumeAsync()
    {
        _merging = true;
        try
        {
            _ = await turn.RunAsync(() => Profile.IsForgetting ? ForgetInTurnAsync() : merges.ResumeAsync());
            metrics.Resumed();
            return true;
        }
        catch (Exception error)
        {
            logger.LogWarning(error, "Failed to complete an interrupted merge or erasure.");
            return false;
        }
        finally
        {
            _merging = false;
        }
    }

    private async ValueTask<long> ForgetInTurnAsync()
    {
        if (Profile.Merged.Ids.Count > 0 && !Profile.IsForgetting)
        {
            await history.AppendAsync(
                [new ForgetBegunEntry { Sequence = Profile.Version + 1, ReceivedAt = time.GetUtcNow() }]);
        }

        return await EraseMergedAsync(Profile.EventIdsToKeep()) + await EraseInTurnAsync(null);
    }

    private async ValueTask<long> EraseMergedAsync(byte[]? eventIds)
    {
        long erased = 0;
        foreach (string other in Profile.Merged.Ids)
        {
            erased += await grainOf(UserId.Create(other)).EraseAliasKeepingAsync(eventIds);
        }

        return erased;
    }

    private async ValueTask<long> EraseInTurnAsync(byte[]? targetEventIds)
    {
        long erased = await history.EraseAsync(targetEventIds);
        lists.Clear();
        return erased;
    }

    /// <summary>Makes this user an alias, or changes its target; nothing if it changed in the meantime.</summary>
    private async ValueTask<bool> PointInTurnAsync(UserId self, string? from, UserId to)
    {
        if (Profile.AliasOf != from)
        {
            throw new MergeRefusedException($"The other user was already merged into '{Profile.AliasOf}'.");
        }

        await history.AppendAsync(
        [
            new AliasEntry
            {
                Sequence = Profile.Version + 1,
                ReceivedAt = time.GetUtcNow(),
                UserId = self,
                Target = to,
                Tallies = Profile.Trials.DeltasOfLeaving(),
            },
        ]);
        lists.Clear();
        return true;
    }
}
