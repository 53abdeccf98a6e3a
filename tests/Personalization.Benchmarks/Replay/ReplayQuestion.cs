namespace Personalization.Benchmarks.Replay;

/// <summary>One question: the list right before an event.</summary>
/// <param name="At">The index of the event in the log. Its item is the target.</param>
/// <param name="Target">The kind of choice.</param>
internal readonly record struct ReplayQuestion(int At, ReplayTarget Target);
