namespace Personalization.Benchmarks.Quality.Rankers;

/// <summary>A trained ranker. Immutable; every thread uses its own list maker.</summary>
internal interface IRanker
{
    /// <summary>Its name in the tables.</summary>
    string Name { get; }

    /// <summary>Makes lists on one thread.</summary>
    IListMaker NewMaker();
}
