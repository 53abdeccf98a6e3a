namespace Personalization.Abstractions.Catalog;

/// <summary>Rules of category paths such as <c>outdoor/tents/2-person</c>.</summary>
public static class CategoryPath
{
    /// <summary>The character between the names of a path.</summary>
    public const char Separator = '/';

    /// <summary>Gets whether a category is a given path or lies below it. Ignores case.</summary>
    /// <param name="category">An item's category, for example <c>outdoor/tents/2-person</c>.</param>
    /// <param name="path">The path, for example <c>outdoor/tents</c>.</param>
    public static bool IsWithin(string category, string path) =>
        category.StartsWith(path, StringComparison.OrdinalIgnoreCase)
        && (category.Length == path.Length || category[path.Length] == Separator);

    /// <summary>Lists a path and the paths above it, longest first.</summary>
    /// <param name="category">For example <c>outdoor/tents</c>, which gives <c>outdoor/tents</c> and <c>outdoor</c>.
    /// </param>
    public static IEnumerable<string> WithParents(string category)
    {
        string path = category;
        while (true)
        {
            yield return path;
            int end = path.LastIndexOf(Separator);
            if (end <= 0)
            {
                yield break;
            }

            path = path[..end];
        }
    }
}
