using Personalization.Engine.Numerics;

namespace Personalization.Engine.Retrieval;

/// <summary>The full matrix of an item-to-item linear model. Disposing gives its memory back.</summary>
/// <param name="items">The items it is of, by their place in the matrix.</param>
/// <param name="matrix">The Gram matrix, in the end its regularised inverse, row by row; the model's own from now on.</param>
/// <param name="stride">From a row to the next.</param>
internal sealed class LinearModel(int[] items, NativeFloats matrix, int stride) : IDisposable
{
    /// <summary>The items it is of, by their place in the matrix.</summary>
    public int[] Items => items;

    /// <summary>The whole matrix.</summary>
    public Memory<float> Matrix => matrix.Memory;

    /// <summary>From a row to the next.</summary>
    public int Stride => stride;

    /// <summary>A row of the inverse of the regularised Gram matrix.</summary>
    public ReadOnlySpan<float> Row(int place) => matrix.GetSpan().Slice(place * stride, items.Length);

    /// <inheritdoc/>
    public void Dispose() => ((IDisposable)matrix).Dispose();
}
