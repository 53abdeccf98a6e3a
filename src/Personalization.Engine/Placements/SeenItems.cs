namespace Personalization.Engine.Placements;

/// <summary>Whether items a user has met may come back on a placement: it decides more than any algorithm.</summary>
public enum SeenItems
{
    /// <summary>They may: "continue where you left", a product page's next click.</summary>
    Allow = 0,

    /// <summary>Items the user bought stay away.</summary>
    ExcludePurchased = 1,

    /// <summary>Items the user looked at, clicked, carted, liked or bought stay away: discovery.</summary>
    Exclude = 2,
}
