namespace Personalization.Abstractions.Recommendations;

/// <summary>Whether a placement may show items that the user has seen.</summary>
/// <remarks>This setting affects results more than the choice of an algorithm.</remarks>
[GenerateSerializer, Alias("Personalization.SeenItems")]
public enum SeenItems
{
    /// <summary>
    /// Seen items may be on a list, for example "continue where you left" or the next click on a product page.
    /// </summary>
    Allow = 0,

    /// <summary>No items that the user bought.</summary>
    ExcludePurchased = 1,

    /// <summary>No items that the user viewed, clicked, added to the cart, liked or bought: for discovery.</summary>
    Exclude = 2,
}
