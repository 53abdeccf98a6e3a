namespace Personalization.Engine.Retrieval;

/// <summary>What the candidate sources may know of a user: recent events on items the model knows, oldest first, and the time of asking.</summary>
/// <param name="Events">Oldest first; ties in the order of the log. Empty for a user nothing is known of.</param>
/// <param name="NowMs">The time of asking, Unix milliseconds.</param>
public sealed record UserSignal(ReadOnlyMemory<SignalEvent> Events, long NowMs);
