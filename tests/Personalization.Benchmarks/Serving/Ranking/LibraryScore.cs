namespace Personalization.Benchmarks.Serving.Ranking;

/// <summary>What the library's own model says of a row.</summary>
internal sealed class LibraryScore
{
    /// <summary>The score.</summary>
    public float Score { get; set; }
}
