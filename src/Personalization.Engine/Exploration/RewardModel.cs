using MathNet.Numerics.Distributions;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;
using Personalization.Abstractions.Identity;

namespace Personalization.Engine.Exploration;

/// <summary>
/// A Bayesian linear model of the expected reward of an item in a context: shared weights of the features plus an
/// intercept per item, all with normal priors. Not thread-safe; a <see cref="Snapshot"/> is thread-safe.
/// </summary>
/// <remarks>
/// The posterior is exact. Given the weights, the intercepts are independent. They are integrated out one by one, so
/// only a matrix of features x features is inverted. An item without draws is predicted by its features with the
/// uncertainty of the prior.
/// </remarks>
public sealed class RewardModel
{
    private readonly int _features;
    private readonly RewardPrior _prior;
    private readonly double[,] _products;
    private readonly double[] _rewarded;
    private readonly Dictionary<ItemId, ItemHistory> _items = [];

    /// <summary>Creates a model, or restores one.</summary>
    /// <param name="features">The number of features, including a constant.</param>
    /// <param name="prior">The prior.</param>
    /// <param name="stored">The stored state. Null, or a state with another number of features, gives an empty
    /// model.</param>
    public RewardModel(int features, RewardPrior prior, RewardState? stored = null)
    {
        _features = features;
        _prior = prior;
        _products = new double[features, features];
        _rewarded = new double[features];
        if (stored?.Rewarded.Length == features)
        {
            Restore(stored);
        }
    }

    /// <summary>Returns the state to store and to transfer.</summary>
    public RewardState ToState() => new()
    {
        Products =
        [
            .. from i in Enumerable.Range(0, _features) from j in Enumerable.Range(0, i + 1) select _products[i, j]
        ],
        Rewarded = [.. _rewarded],
        Items =
        [
            .. _items.OrderBy(item => item.Key.Value, StringComparer.Ordinal).Select(item => new ItemRewards(
                item.Key.Value, item.Value.Count, item.Value.Rewards, [.. item.Value.Features])),
        ],
    };

    /// <summary>Adds a draw with its reward.</summary>
    /// <param name="item">The shown item.</param>
    /// <param name="features">The features of the item in its context.</param>
    /// <param name="reward">The reward.</param>
    public void Add(ItemId item, ReadOnlySpan<double> features, double reward)
    {
        if (!_items.TryGetValue(item, out ItemHistory? history))
        {
            _items.Add(item, history = new(_features));
        }

        history.Count++;
        history.Rewards += reward;
        for (int i = 0; i < _features; i++)
        {
            history.Features[i] += features[i];
            _rewarded[i] += features[i] * reward;
            for (int j = 0; j <= i; j++)
            {
                _products[i, j] += features[i] * features[j];
            }
        }
    }

    /// <summary>Adds a later reward to a draw that was added before.</summary>
    /// <param name="item">The item.</param>
    /// <param name="features">The features of the draw, equal to those in <see cref="Add"/>.</param>
    /// <param name="reward">The additional reward.</param>
    public void Reward(ItemId item, ReadOnlySpan<double> features, double reward)
    {
        _items[item].Rewards += reward;
        for (int i = 0; i < _features; i++)
        {
            _rewarded[i] += features[i] * reward;
        }
    }

    /// <summary>Returns the current posterior with random draws of the weights.</summary>
    /// <param name="draws">The number of posterior draws; 0 for none.</param>
    /// <param name="seed">The seed of the draws. Equal seeds give equal draws.</param>
    public RewardSnapshot Snapshot(int draws, int seed)
    {
        double[,] precision = new double[_features, _features];
        double[] right = new double[_features];
        double noise = 1 / (_prior.Noise * _prior.Noise);
        for (int i = 0; i < _features; i++)
        {
            right[i] = noise * _rewarded[i];
            for (int j = 0; j <= i; j++)
            {
                precision[i, j] = (noise * _products[i, j]) + (i == j ? 1 / (_prior.Weight * _prior.Weight) : 0);
            }
        }

        // in the order of ids, so that the sums do not depend on the order of the draws
        foreach (ItemId item in _items.Keys.OrderBy(item => item.Value, StringComparer.Ordinal))
        {
            IntegrateOut(_items[item], noise, precision, right);
        }

        // IntegrateOut fills the lower triangle.
        Cholesky<double> factor = Matrix<double>.Build
            .Dense(_features, _features, (i, j) => precision[Math.Max(i, j), Math.Min(i, j)])
            .Cholesky();
        Vector<double> mean = factor.Solve(Vector<double>.Build.Dense(right));
        Random random = new(seed);
        double[][] weights = [.. Enumerable.Range(0, draws).Select(_ => Draw(mean, factor, random))];
        return new(
            _prior, seed, [.. mean], weights, _items.ToDictionary(pair => pair.Key, pair => Copy(pair.Value)));
    }

    /// <summary>Draws from the normal distribution with this mean and precision matrix L L^T.</summary>
    private static double[] Draw(Vector<double> mean, Cholesky<double> factor, Random random)
    {
        double[] draws = new double[mean.Count];
        Normal.Samples(random, draws, 0, 1);
        return [.. mean + factor.Factor.Transpose().Solve(Vector<double>.Build.Dense(draws))];
    }

    private void Restore(RewardState stored)
    {
        int next = 0;
        for (int i = 0; i < _features; i++)
        {
            _rewarded[i] = stored.Rewarded[i];
            for (int j = 0; j <= i; j++)
            {
                _products[i, j] = stored.Products[next++];
            }
        }

        foreach (ItemRewards item in stored.Items)
        {
            ItemHistory history = new(_features) { Count = item.Count, Rewards = item.Rewards };
            item.Features.CopyTo(history.Features, 0);
            _items.Add(ItemId.Create(item.Item), history);
        }
    }

    private void IntegrateOut(ItemHistory item, double noise, double[,] precision, double[] right)
    {
        double precisionOfItem = (noise * item.Count) + (1 / (_prior.Intercept * _prior.Intercept));
        for (int i = 0; i < _features; i++)
        {
            double cross = noise * noise * item.Features[i] / precisionOfItem;
            right[i] -= cross * item.Rewards;
            for (int j = 0; j <= i; j++)
            {
                precision[i, j] -= cross * item.Features[j];
            }
        }
    }

    private ItemHistory Copy(ItemHistory item)
    {
        ItemHistory copy = new(_features) { Count = item.Count, Rewards = item.Rewards };
        item.Features.CopyTo(copy.Features, 0);
        return copy;
    }
}
