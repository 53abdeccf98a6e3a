using System.Globalization;
using MathNet.Numerics.Distributions;
using Personalization.Abstractions.Identity;
using Personalization.Engine.Exploration;

namespace Personalization.Benchmarks.Experiments.Exploration;

/// <summary>
/// A simulated shop whose items change daily. A user's reaction to an item depends on the features of both and on the
/// unknown appeal of the item.
/// </summary>
internal sealed class BanditWorld
{
    /// <summary>
    /// The number of features of an item in a context: a constant, the item's traits, and the products of item and user
    /// traits.
    /// </summary>
    public const int Features = 1 + (2 * Traits);

    private const int Traits = 4;
    private readonly Random _chance;
    private readonly double[] _weights;
    private readonly BanditPlan _plan;
    private readonly List<BanditItem> _items = [];
    private readonly Dictionary<ItemId, double> _appeals = [];
    private int _made;

    /// <summary>Creates a world with the items of its first day.</summary>
    public BanditWorld(BanditPlan plan, int seed)
    {
        (_plan, _chance) = (plan, new Random(seed));
        _weights =
        [
            0.25,
            .. Enumerable.Range(0, 2 * Traits).Select(_ => plan.TraitSpread * Normal.Sample(_chance, 0, 1)),
        ];
        for (int i = 0; i < plan.Items; i++)
        {
            _items.Add(Make());
        }
    }

    /// <summary>Replaces the oldest items by new ones.</summary>
    public void NextDay()
    {
        _items.RemoveRange(0, _plan.NewADay);
        for (int i = 0; i < _plan.NewADay; i++)
        {
            _items.Add(Make());
        }
    }

    /// <summary>Draws the next user and gets the candidates of the user's list.</summary>
    public ExploringCandidate[] Ask()
    {
        double[] user = Draw();
        BanditItem[] candidates = _items.ToArray();
        _chance.Shuffle(candidates);
        return [.. candidates.Take(_plan.Candidates).Select(item => new ExploringCandidate(
            item.Id, [1, .. item.Traits, .. item.Traits.Zip(user, (own, of) => own * of)]))];
    }

    /// <summary>Gets the probability that the user takes an item.</summary>
    public double Rate(ExploringCandidate candidate) => Math.Clamp(
        candidate.Features.Zip(_weights, (feature, weight) => feature * weight).Sum() + _appeals[candidate.Item],
        0.01,
        0.99);

    /// <summary>Draws whether the user takes an item.</summary>
    public bool Take(ExploringCandidate candidate) => _chance.NextDouble() < Rate(candidate);

    private BanditItem Make()
    {
        BanditItem item = new(ItemId.Create(string.Create(CultureInfo.InvariantCulture, $"item-{_made++}")), Draw());
        _appeals.Add(item.Id, _plan.AppealSpread * Normal.Sample(_chance, 0, 1));
        return item;
    }

    private double[] Draw() => [.. Enumerable.Range(0, Traits).Select(_ => Normal.Sample(_chance, 0, 1))];
}
