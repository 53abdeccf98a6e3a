namespace Personalization.Engine.Rollouts;

/// <summary>How different the items of a list are: the share of pairs that differ in leading category (intra-list diversity; Ziegler, McNee, Konstan and Lausen, WWW 2005).</summary>
public static class ListDiversity
{
    /// <summary>How many of the first items are looked at: about a screen.</summary>
    public const int Depth = 10;

    /// <summary>The share, 0 to 1; null when there are no two items with a category.</summary>
    /// <param name="categories">The leading category of each item; null for none, which is like no other.</param>
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
