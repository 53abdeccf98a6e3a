using System.Collections.Frozen;
using Personalization.Abstractions.Catalog;
using Personalization.Engine.Numerics;

namespace Personalization.Engine.Retrieval;

/// <summary>
/// Predicts the factor vector of a cold-start item from its content: a linear map from <see cref="ContentFeatures"/> to
/// trained factor vectors (the attribute-to-factor map of Gantner, Drumond, Freudenthaler, Rendle and Schmidt-Thieme,
/// "Learning Attribute-to-Feature Mappings for Cold-Start Recommendations", 2010). Immutable.
/// </summary>
internal sealed class ContentMap
{
    private readonly FrozenDictionary<string, int> _rows;
    private readonly float[] _weights;

    /// <summary>Creates the map. The instance takes ownership of the arrays.</summary>
    /// <param name="features">The known features, each once; at most 1,023.</param>
    /// <param name="weights">Row-major, (features + 1) x size. Row 0 is the intercept; row i + 1 belongs to feature
    /// i.</param>
    /// <param name="size">The length of a factor vector.</param>
    /// <exception cref="InvalidDataException">The arrays are inconsistent, or a feature occurs twice.</exception>
    public ContentMap(string[] features, float[] weights, int size)
    {
        if (weights.Length != (features.Length + 1) * size
            || features.Distinct(StringComparer.Ordinal).Count() != features.Length)
        {
            throw new InvalidDataException(
                "The model is corrupt: the features and weights of the content map are inconsistent.");
        }

        Features = features;
        _weights = weights;
        Size = size;
        _rows = features.Index().ToFrozenDictionary(
            entry => entry.Item, entry => entry.Index + 1, StringComparer.Ordinal);
    }

    /// <summary>The known features.</summary>
    public IReadOnlyList<string> Features { get; }

    /// <summary>The length of a factor vector.</summary>
    public int Size { get; }

    /// <summary>
    /// Row-major, (features + 1) x <see cref="Size"/>. Row 0 is the intercept; row i + 1 belongs to feature i.
    /// </summary>
    public ReadOnlySpan<float> Weights => _weights;

    /// <summary>Returns this map with its output vectors rotated into another basis.</summary>
    /// <param name="basis">The new basis, row-major, size x size.</param>
    public ContentMap Turned(float[] basis)
    {
        float[] turned = new float[_weights.Length];
        for (int at = 0; at < turned.Length; at += Size)
        {
            for (int i = 0; i < Size; i++)
            {
                FactorKernels.AddScaled(turned.AsSpan(at, Size), _weights[at + i], basis.AsSpan(i * Size, Size));
            }
        }

        return new([.. Features], turned, Size);
    }

    /// <summary>Predicts the factor vector of an item; null if the map knows none of its features.</summary>
    public float[]? VectorOf(CatalogItem item)
    {
        float[] vector = _weights[..Size];
        bool known = false;
        foreach (string name in ContentFeatures.Of(item).Order(StringComparer.Ordinal))
        {
            if (_rows.TryGetValue(name, out int row))
            {
                FactorKernels.AddScaled(vector, 1, _weights.AsSpan(row * Size, Size));
                known = true;
            }
        }

        return known ? vector : null;
    }
}
