namespace Personalization.Abstractions.Recommendations;

/// <summary>Whether items a user has seen may come back on a placement. It decides more than any algorithm.</summary>
[GenerateSerializer, Alias("Personalization.SeenItems")]
public enum SeenItems
{
    /// <summary>They may: "continue where you left", a product page's next click.</summary>
    Allow = 0,

    /// <summary>Items the user bought stay away.</summary>
    ExcludePurchased = 1,

    /// <summary>Items the user looked at, clicked, carted, liked or bought stay away: discovery.</summary>
    Exclude = 2,
}
