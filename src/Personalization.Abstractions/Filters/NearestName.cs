namespace Personalization.Abstractions.Filters;

/// <summary>Finds the known name that a misspelled name probably means.</summary>
public static class NearestName
{
    private const int MostEdits = 2;

    /// <summary>Returns the nearest name; null when none is near.</summary>
    /// <param name="name">The misspelled name.</param>
    /// <param name="known">The known names.</param>
    /// <remarks>
    /// Near is at most two edits (insert, delete, replace, swap neighbors), and fewer edits than half of the name.
    /// </remarks>
    public static string? Of(string name, IEnumerable<string> known)
    {
        ArgumentNullException.ThrowIfNull(name);
        return known
            .Select(candidate => (Name: candidate, Edits: Distance(name, candidate)))
            .Where(found => found.Edits <= MostEdits && found.Edits * 2 < Math.Max(name.Length, 2))
            .OrderBy(found => found.Edits)
            .ThenBy(found => found.Name, StringComparer.Ordinal)
            .FirstOrDefault().Name;
    }

    /// <summary>The number of edits between two names, ignoring case; large for names of other lengths.</summary>
    private static int Distance(string left, string right)
    {
        if (Math.Abs(left.Length - right.Length) > MostEdits)
        {
            return int.MaxValue / 4;
        }

        int[] before = new int[right.Length + 1];
        int[] last = [.. Enumerable.Range(0, right.Length + 1)];
        for (int i = 1; i <= left.Length; i++)
        {
            int[] row = new int[right.Length + 1];
            row[0] = i;
            for (int j = 1; j <= right.Length; j++)
            {
                int replace = last[j - 1] + (Same(left[i - 1], right[j - 1]) ? 0 : 1);
                row[j] = Math.Min(replace, Math.Min(last[j], row[j - 1]) + 1);
                if (i > 1 && j > 1 && Same(left[i - 1], right[j - 2]) && Same(left[i - 2], right[j - 1]))
                {
                    row[j] = Math.Min(row[j], before[j - 2] + 1);
                }
            }

            (before, last) = (last, row);
        }

        return last[right.Length];
    }

    private static bool Same(char left, char right) => char.ToUpperInvariant(left) == char.ToUpperInvariant(right);
}
