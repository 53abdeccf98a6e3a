namespace Personalization.Engine.Profiles;

/// <summary>What has happened between a user and an item, for the seen-items policy.</summary>
[Flags]
public enum ItemMarks
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The user looked at it, clicked it or went further. An impression alone does not count.</summary>
    Seen = 1,

    /// <summary>The user bought it.</summary>
    Purchased = 2,

    /// <summary>The user asked not to be shown it.</summary>
    Dismissed = 4,
}
