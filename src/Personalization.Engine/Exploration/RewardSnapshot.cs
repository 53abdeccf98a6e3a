using System.Numerics.Tensors;
using Personalization.Abstractions.Identity;
using Personalization.Engine.Numerics;

namespace Personalization.Engine.Exploration;

/// <summary>The posterior of a <see cref="RewardModel"/> at one time. Immutable and thread-safe.</summary>
public sealed class RewardSnapshot
{
    private readonly RewardPrior _prior;
    private readonly int _seed;
    private readonly double[] _mean;
    private readonly double[][] _draws;
    private readonly Dictionary<ItemId, ItemHistory> _items;

    internal RewardSnapshot(
        RewardPrior prior, int seed, double[] mean, double[][] draws, Dictionary<ItemId, ItemHistory> items)
    {
        _prior = prior;
        _seed = seed;
        _mean = mean;
        _draws = draws;
        _items = items;
    }

    /// <summary>The number of posterior draws.</summary>
    public int Draws => _draws.Length;

    /// <summary>Returns the expected reward of an item.</summary>
    public double Predict(ItemId item, ReadOnlySpan<double> features) =>
        TensorPrimitives.Dot(features, _mean) + Intercept(item, _mean, out _);

    /// <summary>Computes the expected reward of an item in each posterior draw.</summary>
    /// <param name="item">The item.</param>
    /// <param name="features">The features of the item in its context.</param>
    /// <param name="rewards">Receives one reward per draw.</param>
    public void Sample(ItemId item, ReadOnlySpan<double> features, Span<double> rewards)
    {
        long key = NormalVariates.KeyOf(item, _seed);
        for (int draw = 0; draw < _draws.Length; draw++)
        {
            double intercept = Intercept(item, _draws[draw], out double spread);
            double mean = TensorPrimitives.Dot(features, _draws[draw]) + intercept;
            rewards[draw] = mean + (spread * NormalVariates.Of(key, draw));
        }
    }

    /// <summary>Returns the mean and the standard deviation of the intercept of an item, given the weights.</summary>
    private double Intercept(ItemId item, double[] weights, out double spread)
    {
        double noise = 1 / (_prior.Noise * _prior.Noise);
        double prior = 1 / (_prior.Intercept * _prior.Intercept);
        if (!_items.TryGetValue(item, out ItemHistory? history))
        {
            spread = _prior.Intercept;
            return 0;
        }

        double precision = (noise * history.Count) + prior;
        spread = 1 / Math.Sqrt(precision);
        return noise * (history.Rewards - TensorPrimitives.Dot(history.Features, weights)) / precision;
    }
}
