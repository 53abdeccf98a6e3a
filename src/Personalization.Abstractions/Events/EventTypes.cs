namespace Personalization.Abstractions.Events;

/// <summary>The names of the built-in event types. Installations declare further types in the settings.</summary>
public static class EventTypes
{
    /// <summary>The item was shown to the user.</summary>
    public const string Impression = "impression";

    /// <summary>The user viewed the item's page.</summary>
    public const string View = "view";

    /// <summary>The user clicked the item in a list.</summary>
    public const string Click = "click";

    /// <summary>The user put the item into the cart.</summary>
    public const string AddToCart = "addToCart";

    /// <summary>The user took the item out of the cart.</summary>
    public const string RemoveFromCart = "removeFromCart";

    /// <summary>The user bought the item.</summary>
    public const string Purchase = "purchase";

    /// <summary>The user marked the item as liked.</summary>
    public const string Like = "like";

    /// <summary>The user asked to hide the item.</summary>
    public const string Dismiss = "dismiss";
}
