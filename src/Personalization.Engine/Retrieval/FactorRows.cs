namespace Personalization.Engine.Retrieval;

/// <summary>The vectors of one side of the factor model: those that were trained, one after the other, then those that came later, each on its own.</summary>
/// <param name="trained">The trained ones.</param>
/// <param name="size">The length of one.</param>
/// <param name="added">The later ones; null for none.</param>
internal readonly ref struct FactorRows(ReadOnlySpan<float> trained, int size, float[][]? added = null)
{
    private readonly ReadOnlySpan<float> _trained = trained;
    private readonly float[][]? _added = added;

    /// <summary>How many were trained: those are what an unobserved pair is counted over.</summary>
    public int Count { get; } = trained.Length / size;

    /// <summary>A vector by its number.</summary>
    public ReadOnlySpan<float> this[int row] => row < Count ? _trained.Slice(row * size, size) : _added![row - Count];
}
