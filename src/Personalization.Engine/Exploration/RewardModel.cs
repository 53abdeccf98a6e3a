using Personalization.Abstractions.Identity;
using Personalization.Engine.Numerics;

namespace Personalization.Engine.Exploration;

/// <summary>
/// Learns the expected reward of an item in a context: features times weights that all items share, plus an intercept of the item's own, all
/// with normal priors. The posterior is exact: given the weights the intercepts are independent, so they are integrated out one by one and
/// only a matrix of the features' size is inverted. An item never shown is predicted by its features and is as uncertain as the prior says.
/// Not for use from several threads; <see cref="Snapshot"/> is.
/// </summary>
public sealed class RewardModel
{
    private readonly int _features;
    private readonly RewardPrior _prior;
    private readonly double[,] _products;
    private readonly double[] _rewarded;
    private readonly Dictionary<ItemId, ItemHistory> _items = [];

    /// <summary>Makes a model that has seen nothing.</summary>
    /// <param name="features">How many features there are, a constant among them.</param>
    /// <param name="prior">What is believed beforehand.</param>
    /// <param name="stored">What was seen before; null, or of another number of features, for nothing.</param>
    public RewardModel(int features, RewardPrior prior, RewardState? stored = null)
    {
        (_features, _prior) = (features, prior);
        _products = new double[features, features];
        _rewarded = new double[features];
        if (stored?.Rewarded.Length == features)
        {
            Restore(stored);
        }
    }

    /// <summary>What was seen, as it is stored and sent.</summary>
    public RewardState ToState() => new()
    {
        Products = [.. from i in Enumerable.Range(0, _features) from j in Enumerable.Range(0, i + 1) select _products[i, j]],
        Rewarded = [.. _rewarded],
        Items = [.. _items.OrderBy(item => item.Key.Value, StringComparer.Ordinal).Select(item => new ItemRewards(item.Key.Value, item.Value.Count, item.Value.Rewards, [.. item.Value.Features]))],
    };

    /// <summary>Learns a reward.</summary>
    /// <param name="item">The item shown.</param>
    /// <param name="features">Its features in the context it was shown in.</param>
    /// <param name="reward">What came of it.</param>
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

    /// <summary>Learns that more came of an item shown before than was known when it was added.</summary>
    /// <param name="item">The item.</param>
    /// <param name="features">Its features in the context it was shown in, as they were added.</param>
    /// <param name="reward">What came besides.</param>
    public void Reward(ItemId item, ReadOnlySpan<double> features, double reward)
    {
        _items[item].Rewards += reward;
        for (int i = 0; i < _features; i++)
        {
            _rewarded[i] += features[i] * reward;
        }
    }

    /// <summary>What has been learnt so far, with a number of draws of what may be true.</summary>
    /// <param name="draws">How many draws of the posterior; 0 when nobody samples.</param>
    /// <param name="seed">What the draws depend on: equal seeds give equal draws.</param>
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

        // items in the order of their ids: sums must not depend on which was seen first
        foreach (ItemId item in _items.Keys.OrderBy(item => item.Value, StringComparer.Ordinal))
        {
            IntegrateOut(_items[item], noise, precision, right);
        }

        Cholesky factor = new(precision);
        double[] mean = factor.Solve(right);
        Random chance = new(seed);
        double[][] weights = [.. Enumerable.Range(0, draws).Select(_ => factor.Draw(mean, chance))];
        return new(_prior, seed, mean, weights, _items.ToDictionary(pair => pair.Key, pair => Frozen(pair.Value)));
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
        double own = (noise * item.Count) + (1 / (_prior.Intercept * _prior.Intercept));
        for (int i = 0; i < _features; i++)
        {
            double cross = noise * noise * item.Features[i] / own;
            right[i] -= cross * item.Rewards;
            for (int j = 0; j <= i; j++)
            {
                precision[i, j] -= cross * item.Features[j];
            }
        }
    }

    private ItemHistory Frozen(ItemHistory item)
    {
        ItemHistory copy = new(_features) { Count = item.Count, Rewards = item.Rewards };
        item.Features.CopyTo(copy.Features, 0);
        return copy;
    }
}
