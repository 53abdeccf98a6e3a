using Personalization.Engine.Numerics;

namespace Personalization.Engine.Retrieval;

/// <summary>The full matrix of an item-to-item linear model. Disposal frees its memory.</summary>
/// <param name="items">The item number of each row and column.</param>
/// <param name="matrix">The Gram matrix, later the inverse of the regularized Gram matrix; row-major. The instance
/// takes ownership.</param>
/// <param name="stride">The distance between rows, in floats.</param>
internal sealed class LinearModel(int[] items, NativeFloats matrix, int stride) : IDisposable
{
    /// <summary>The item number of each row and column.</summary>
    public int[] Items => items;

    /// <summary>The whole matrix, row-major.</summary>
    public Memory<float> Matrix => matrix.Memory;

    /// <summary>The distance between rows, in floats.</summary>
    public int Stride => stride;

    /// <summary>A row of the inverse of the regularized Gram matrix.</summary>
    public ReadOnlySpan<float> Row(int place) => matrix.GetSpan().Slice(place * stride, items.Length);

    /// <inheritdoc/>
    public void Dispose() => ((IDisposable)matrix).Dispose();
}
