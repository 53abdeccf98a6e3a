namespace Personalization.Abstractions.Pages;

/// <summary>The source of the items of a page's row.</summary>
[GenerateSerializer, Alias("Personalization.RowSource")]
public enum RowSource
{
    /// <summary>The user's list of a placement, with its policy, experiments and exploration.</summary>
    Recommended = 0,

    /// <summary>Items like a strong recent item of the user.</summary>
    BecauseYouViewed = 1,

    /// <summary>The items that the user viewed last and did not buy.</summary>
    Continue = 2,

    /// <summary>The items that most users chose within a window of time.</summary>
    Trending = 3,

    /// <summary>The newest items of the catalog.</summary>
    Newest = 4,

    /// <summary>The most popular items, of one category or of all.</summary>
    Popular = 5,

    /// <summary>Items like the given ones.</summary>
    Similar = 6,

    /// <summary>Items that are bought in one basket with the given ones.</summary>
    BoughtTogether = 7,

    /// <summary>Items that the user bought before.</summary>
    BuyAgain = 8,

    /// <summary>The given items, or the configured items of a placement, in this order.</summary>
    Editorial = 9,
}
