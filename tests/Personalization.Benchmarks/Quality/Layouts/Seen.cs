using Personalization.Benchmarks.Quality.Questions;
using Personalization.Engine.Datasets;
using Personalization.Engine.Retrieval;

namespace Personalization.Benchmarks.Quality.Layouts;

/// <summary>Creates questions about users of the training part that mask the seen items.</summary>
internal static class Seen
{
    /// <summary>Creates a question.</summary>
    public static Question Question(TrainingLog log, int user, int[] targets)
    {
        ReadOnlyMemory<SignalEvent> events = log.EventsOf(user);
        return new(new UserSignal(events, events.Length > 0 ? events.Span[^1].TimeMs : log.LastMs), targets, [
            .. events.ToArray().Select(happened => happened.Item).Distinct()
        ], [])
        { MasksSeen = true };
    }
}
