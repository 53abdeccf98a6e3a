namespace Personalization.Engine.Profiles;

/// <summary>Flags of a user's events on an item, for the seen-items policy.</summary>
[Flags]
public enum ItemMarks
{
    /// <summary>No relevant event.</summary>
    None = 0,

    /// <summary>The user viewed or clicked the item or did more. An impression alone does not count.</summary>
    Seen = 1,

    /// <summary>The user bought the item.</summary>
    Purchased = 2,

    /// <summary>The user dismissed the item.</summary>
    Dismissed = 4,
}
