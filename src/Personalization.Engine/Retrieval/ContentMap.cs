using System.Collections.Frozen;
using Personalization.Abstractions.Catalog;
using Personalization.Engine.Numerics;

namespace Personalization.Engine.Retrieval;

/// <summary>
/// Gives an item nobody has met a factor vector by its content: a linear map from <see cref="ContentFeatures"/> to the vectors that were learnt from what users chose
/// (the attribute-to-factor map of Gantner, Drumond, Freudenthaler, Rendle and Schmidt-Thieme, "Learning Attribute-to-Feature Mappings for Cold-Start
/// Recommendations", 2010). Immutable.
/// </summary>
internal sealed class ContentMap
{
    private readonly FrozenDictionary<string, int> _rows;
    private readonly float[] _weights;

    /// <summary>Takes over the numbers.</summary>
    /// <param name="features">The features it knows; at most 1,023.</param>
    /// <param name="weights">A vector for what all items have in common, then one a feature.</param>
    /// <param name="size">The length of a vector.</param>
    /// <exception cref="InvalidDataException">They do not fit together.</exception>
    public ContentMap(string[] features, float[] weights, int size)
    {
        if (weights.Length != (features.Length + 1) * size || features.Distinct(StringComparer.Ordinal).Count() != features.Length)
        {
            throw new InvalidDataException("The content map's features and numbers do not fit together.");
        }

        (Features, _weights, Size) = (features, weights, size);
        _rows = features.Index().ToFrozenDictionary(entry => entry.Item, entry => entry.Index + 1, StringComparer.Ordinal);
    }

    /// <summary>The features it knows.</summary>
    public IReadOnlyList<string> Features { get; }

    /// <summary>The length of a vector.</summary>
    public int Size { get; }

    /// <summary>A vector for what all items have in common, then one a feature.</summary>
    public ReadOnlySpan<float> Weights => _weights;

    /// <summary>The same map to vectors turned into another basis.</summary>
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

    /// <summary>The vector an item should have by its content; null when the map knows none of its features.</summary>
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
