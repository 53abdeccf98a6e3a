namespace Personalization.Benchmarks.Quality.Shop;

/// <summary>A baseline: gives every item a score for a visitor.</summary>
internal interface IScorer
{
    /// <summary>Scores all items; 0 means that nothing speaks for the item.</summary>
    void Score(int visitor, double[] scores);
}
