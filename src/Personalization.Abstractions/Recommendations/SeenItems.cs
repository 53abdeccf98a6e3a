namespace Personalization.Abstractions.Recommendations;

/// <summary>The policy of a placement for items that the user has seen.</summary>
/// <remarks>This policy often matters more than the choice of algorithm.</remarks>
[GenerateSerializer, Alias("Personalization.SeenItems")]
public enum SeenItems
{
    /// <summary>Seen items may be recommended: "continue where you left", the next click on a product page.</summary>
    Allow = 0,

    /// <summary>Purchased items are excluded.</summary>
    ExcludePurchased = 1,

    /// <summary>
    /// Items that the user viewed, clicked, put into the cart, liked or purchased are excluded, for discovery.
    /// </summary>
    Exclude = 2,
}
