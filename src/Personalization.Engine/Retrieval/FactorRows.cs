namespace Personalization.Engine.Retrieval;

/// <summary>The vectors of one side of the factor model: the trained vectors, then the vectors added later.</summary>
/// <param name="trained">The trained vectors, row-major.</param>
/// <param name="size">The length of a vector.</param>
/// <param name="added">The vectors added later; null for none.</param>
internal readonly ref struct FactorRows(ReadOnlySpan<float> trained, int size, float[][]? added = null)
{
    private readonly ReadOnlySpan<float> _trained = trained;
    private readonly float[][]? _added = added;

    /// <summary>The number of trained vectors. Unobserved pairs are counted over these.</summary>
    public int Count { get; } = trained.Length / size;

    /// <summary>The vector of a number.</summary>
    public ReadOnlySpan<float> this[int row] => row < Count ? _trained.Slice(row * size, size) : _added![row - Count];
}
