using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Users;

namespace Personalization.Grains.Users;

/// <summary>Walks a chain of aliases: a user was merged into another one, which was merged into a third one.</summary>
internal static class AliasWalk
{
    /// <summary>Gets the last user of a chain; in a circle, the last user before the chain repeats.</summary>
    /// <param name="grainOf">Gets the grain of a user.</param>
    /// <param name="target">The user that the first alias of the chain stands for.</param>
    /// <param name="start">The first alias; null if its id is not known.</param>
    public static async ValueTask<string> EndAsync(
        Func<UserId, IUserGrain> grainOf, string target, string? start = null)
    {
        HashSet<string?> seen = new(StringComparer.Ordinal) { start };
        string end = target;
        while (seen.Add(end)
            && (await grainOf(UserId.Create(end)).GetAsync())?.MergedInto is { } next
            && !seen.Contains(next))
        {
            end = next;
        }

        return end;
    }
}
