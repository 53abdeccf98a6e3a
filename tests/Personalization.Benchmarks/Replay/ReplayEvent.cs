namespace Personalization.Benchmarks.Replay;

/// <summary>One event of a replayed log.</summary>
/// <param name="User">The id of the user.</param>
/// <param name="Item">The id of the item.</param>
/// <param name="Type">The engine's name of the event type.</param>
/// <param name="TimeMs">The time of the event, Unix milliseconds.</param>
internal readonly record struct ReplayEvent(string User, string Item, string Type, long TimeMs);
