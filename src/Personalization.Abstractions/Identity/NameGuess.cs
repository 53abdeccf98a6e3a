namespace Personalization.Abstractions.Identity;

/// <summary>Suggests a known name for an unknown name, for error messages.</summary>
public static class NameGuess
{
    /// <summary>The longest name that gets a suggestion, characters.</summary>
    private const int MaxLength = 64;

    private const int MaxDistance = 3;

    /// <summary>Finds the known name that is most similar to a name.</summary>
    /// <param name="name">The unknown name.</param>
    /// <param name="known">The known names.</param>
    /// <returns>
    /// The name with the fewest edits (insert, remove, replace, swap of neighbors), ignoring case; the first of
    /// several. Null when more than a third of the characters differ.
    /// </returns>
    public static string? Closest(string name, IEnumerable<string> known)
    {
        if (name.Length > MaxLength)
        {
            return null;
        }

        string? best = null;
        int least = Math.Clamp(name.Length / 3, 1, MaxDistance) + 1;
        foreach (string candidate in known)
        {
            if (Math.Abs(candidate.Length - name.Length) < least
                && Distance(name, candidate) is int edits && edits < least)
            {
                (best, least) = (candidate, edits);
            }
        }

        return best;
    }

    /// <summary>Returns the question <c>did you mean 'x'?</c> after a space; empty without a suggestion.</summary>
    public static string Ask(string name, IEnumerable<string> known) =>
        Closest(name, known) is { } guess ? $" Did you mean '{guess}'?" : string.Empty;

    /// <summary>Shortens a name of a client for a message.</summary>
    public static string Shorten(string name) =>
        name.Length <= MaxLength ? name : string.Concat(name.AsSpan(0, MaxLength), "...");

    /// <summary>The number of edits between two names (optimal string alignment), ignoring case.</summary>
    private static int Distance(string left, string right)
    {
        int[] before = new int[right.Length + 1];
        int[] above = [.. Enumerable.Range(0, right.Length + 1)];
        for (int i = 1; i <= left.Length; i++)
        {
            int[] row = new int[right.Length + 1];
            row[0] = i;
            for (int j = 1; j <= right.Length; j++)
            {
                bool same = IsSame(left[i - 1], right[j - 1]);
                row[j] = Math.Min(Math.Min(above[j], row[j - 1]) + 1, above[j - 1] + (same ? 0 : 1));
                if (i > 1 && j > 1 && IsSame(left[i - 1], right[j - 2]) && IsSame(left[i - 2], right[j - 1]))
                {
                    row[j] = Math.Min(row[j], before[j - 2] + 1);
                }
            }

            (before, above) = (above, row);
        }

        return above[right.Length];
    }

    private static bool IsSame(char left, char right) => char.ToLowerInvariant(left) == char.ToLowerInvariant(right);
}
