namespace Personalization.Benchmarks.Quality.Rankers;

/// <summary>A trained ranker. Immutable; each thread uses a separate list maker.</summary>
internal interface IRanker
{
    /// <summary>Gets the name in the tables.</summary>
    string Name { get; }

    /// <summary>Creates a list maker for one thread.</summary>
    IListMaker NewMaker();
}
