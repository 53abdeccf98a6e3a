using Personalization.Benchmarks.Quality.Questions;
using Personalization.Engine.Datasets;
using Personalization.Engine.Retrieval;

namespace Personalization.Benchmarks.Quality.Layouts;

/// <summary>Questions about users of the training part, without the items they have seen.</summary>
internal static class Seen
{
    /// <summary>Makes a question.</summary>
    public static Question Question(TrainingLog log, int user, int[] targets)
    {
        ReadOnlyMemory<SignalEvent> events = log.EventsOf(user);
        return new(new UserSignal(events, events.Length > 0 ? events.Span[^1].TimeMs : log.LastMs), targets, [
            .. events.ToArray().Select(happened => happened.Item).Distinct()
        ], []) { MasksSeen = true };
    }
}
