namespace Personalization.Engine.Profiles;

/// <summary>An event in a profile, for ranking.</summary>
/// <param name="ItemId">The id of the item.</param>
/// <param name="Type">The type of the event.</param>
/// <param name="TimeMs">The time of the event, Unix milliseconds.</param>
/// <param name="Sequence">The sequence number in the user's log. Orders events of the same time.</param>
public readonly record struct ProfileEvent(string ItemId, string Type, long TimeMs, long Sequence);
