namespace Personalization.Engine.Profiles;

/// <summary>What a profile keeps of an event for ranking.</summary>
/// <param name="ItemId">The item.</param>
/// <param name="Type">The event's type.</param>
/// <param name="TimeMs">When it occurred, Unix milliseconds.</param>
/// <param name="Sequence">Its place in the user's log; breaks ties of time.</param>
public readonly record struct ProfileEvent(string ItemId, string Type, long TimeMs, long Sequence);
