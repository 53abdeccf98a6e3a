using Personalization.Benchmarks.Quality.Questions;

namespace Personalization.Benchmarks.Quality.Rankers;

/// <summary>Creates lists on one thread.</summary>
internal interface IListMaker
{
    /// <summary>Writes the list for a question: item numbers, best first.</summary>
    /// <returns>The number of written items; lower than the length of the span if the ranker has no more
    /// items.</returns>
    int Answer(Question question, Span<int> into);
}
