using Microsoft.Extensions.Logging;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Users;
using Personalization.Engine.Profiles;

namespace Personalization.Grains.Models;

/// <summary>Completes the merge or the erasure of aliases that their targets do not know.</summary>
/// <remarks>
/// A training finds these aliases because it reads the whole log. It does not wait for their events; the next training
/// has them.
/// </remarks>
internal sealed class AliasRepair(IGrainFactory grains, ILogger log)
{
    /// <summary>The most aliases per training. The next training repairs the others.</summary>
    private const int Most = 1_000;

    /// <summary>Repairs aliases. Never throws: a training does not depend on it.</summary>
    public async Task RunAsync(IReadOnlyList<StrandedAlias> aliases)
    {
        int repaired = 0;
        foreach (StrandedAlias alias in aliases.Take(Most))
        {
            try
            {
                await RepairAsync(alias).ConfigureAwait(false);
                repaired++;
            }
            catch (Exception error)
            {
                log.LogWarning(error, "Failed to repair an alias that its target does not know.");
            }
        }

        if (aliases.Count > 0)
        {
            log.LogInformation("Repaired {Repaired} of {Found} aliases.", repaired, aliases.Count);
        }
    }

    private async Task RepairAsync(StrandedAlias alias)
    {
        if (alias.IsErased)
        {
            _ = await GrainOf(alias.Alias).EraseAliasAsync().ConfigureAwait(false);
        }
        else
        {
            _ = await GrainOf(alias.Target).MergeFromAsync(alias.Target, alias.Alias).ConfigureAwait(false);
        }
    }

    private IUserGrain GrainOf(UserId user) => grains.GetGrain<IUserGrain>(UserKey.Encode(user));
}
