using System.Numerics.Tensors;
using Personalization.Abstractions.Identity;
using Personalization.Engine.Numerics;

namespace Personalization.Engine.Exploration;

/// <summary>What a <see cref="RewardModel"/> had learnt at a moment. Immutable; for any number of threads.</summary>
public sealed class RewardSnapshot
{
    private readonly RewardPrior _prior;
    private readonly int _seed;
    private readonly double[] _mean;
    private readonly double[][] _draws;
    private readonly Dictionary<ItemId, ItemHistory> _items;

    internal RewardSnapshot(RewardPrior prior, int seed, double[] mean, double[][] draws, Dictionary<ItemId, ItemHistory> items) =>
        (_prior, _seed, _mean, _draws, _items) = (prior, seed, mean, draws, items);

    /// <summary>How many draws of what may be true there are.</summary>
    public int Draws => _draws.Length;

    /// <summary>The expected reward of an item.</summary>
    public double Predict(ItemId item, ReadOnlySpan<double> features) => TensorPrimitives.Dot(features, _mean) + Intercept(item, _mean, out _);

    /// <summary>The expected reward of an item in each draw of what may be true.</summary>
    /// <param name="item">The item.</param>
    /// <param name="features">Its features in this context.</param>
    /// <param name="rewards">One place a draw.</param>
    public void Sample(ItemId item, ReadOnlySpan<double> features, Span<double> rewards)
    {
        long key = NormalVariates.KeyOf(item, _seed);
        for (int draw = 0; draw < _draws.Length; draw++)
        {
            double intercept = Intercept(item, _draws[draw], out double spread);
            rewards[draw] = TensorPrimitives.Dot(features, _draws[draw]) + intercept + (spread * NormalVariates.Of(key, draw));
        }
    }

    /// <summary>The item's own intercept, given the weights: normal with this mean and spread.</summary>
    private double Intercept(ItemId item, double[] weights, out double spread)
    {
        double noise = 1 / (_prior.Noise * _prior.Noise);
        double prior = 1 / (_prior.Intercept * _prior.Intercept);
        if (!_items.TryGetValue(item, out ItemHistory? history))
        {
            spread = _prior.Intercept;
            return 0;
        }

        double own = (noise * history.Count) + prior;
        spread = 1 / Math.Sqrt(own);
        return noise * (history.Rewards - TensorPrimitives.Dot(history.Features, weights)) / own;
    }
}
