namespace Personalization.Engine.Rollouts;

/// <summary>The diversity of a list: the share of item pairs with different leading categories.</summary>
/// <remarks>Intra-list diversity (Ziegler, McNee, Konstan and Lausen, WWW 2005).</remarks>
public static class ListDiversity
{
    /// <summary>The number of items that count: about a screen.</summary>
    public const int Depth = 10;

    /// <summary>Computes the share, 0 to 1; null with fewer than two items with a category.</summary>
    /// <param name="categories">
    /// The leading category of each item; null for none. An item without a category differs from every other.
    /// </param>
    public static double? Of(IReadOnlyList<string?> categories)
    {
        if (categories.Count(category => category is not null) < 2)
        {
            return null;
        }

        int differ = 0;
        for (int i = 0; i < categories.Count; i++)
        {
            for (int j = 0; j < i; j++)
            {
                differ += categories[i] is null || categories[i] != categories[j] ? 1 : 0;
            }
        }

        return differ / (categories.Count * (categories.Count - 1) / 2.0);
    }
}
