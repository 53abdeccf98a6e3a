using Personalization.Benchmarks.Quality.Questions;

namespace Personalization.Benchmarks.Quality.Rankers;

/// <summary>Makes lists, one after the other.</summary>
internal interface IListMaker
{
    /// <summary>Answers a question: item numbers, best first.</summary>
    /// <returns>How many were written; fewer than fit when the ranker knows no more.</returns>
    int Answer(Question question, Span<int> into);
}
