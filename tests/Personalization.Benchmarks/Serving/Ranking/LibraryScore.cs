namespace Personalization.Benchmarks.Serving.Ranking;

/// <summary>The score of a row by the library's own model.</summary>
internal sealed class LibraryScore
{
    /// <summary>The score.</summary>
    public float Score { get; set; }
}
