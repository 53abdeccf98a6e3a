using System.Collections.Immutable;
using Personalization.Abstractions.Identity;
using Personalization.Hosting.Sample;

namespace Personalization.Benchmarks.Drill;

/// <summary>The shop, its shoppers with their hidden tastes, and who comes when. Immutable; made of a seed.</summary>
internal sealed class DrillShop
{
    private readonly int _seed;

    /// <summary>Makes the shop of a plan.</summary>
    /// <param name="plan">The plan.</param>
    public DrillShop(DrillPlan plan)
    {
        _seed = plan.Seed;
        Catalog = SampleCatalog.Generate(plan.Seed, plan.PastEnd);
        Shoppers = [.. Enumerable.Range(1, plan.Shoppers).Select(number => Shopper.Draw(plan.Seed, number))];
        Visits = [.. Plan(plan)];
    }

    /// <summary>The products of the shop.</summary>
    public SampleCatalog Catalog { get; }

    /// <summary>The shoppers.</summary>
    public ImmutableArray<Shopper> Shoppers { get; }

    /// <summary>The visits in order of time.</summary>
    public ImmutableArray<PlannedVisit> Visits { get; }

    /// <summary>Chance of one page of one visit: the same in every world, whatever the page shows.</summary>
    public Random ChanceOf(int visit, int page) => new(unchecked((_seed * 1_000_003) + (visit * 31) + page));

    /// <summary>Whether an item of a list can really be bought.</summary>
    public SampleProduct? Buyable(string item, DateTimeOffset now) =>
        Catalog.Find(ItemId.Create(item)) is { } product && product.CanBeHad(now) ? product : null;

    /// <summary>Arrivals by a Poisson process; frequent visitors come more often.</summary>
    private IEnumerable<PlannedVisit> Plan(DrillPlan plan)
    {
        Random random = new(plan.Seed);
        double[] sums = new double[Shoppers.Length];
        double all = 0;
        for (int i = 0; i < sums.Length; i++)
        {
            sums[i] = all += Shoppers[i].VisitsPerMonth;
        }

        double at = 0;
        for (int number = 0; ; number++)
        {
            at -= Math.Log(1 - random.NextDouble()) / plan.VisitsPerSecond;
            if (at >= plan.Seconds)
            {
                yield break;
            }

            int who = Array.BinarySearch(sums, random.NextDouble() * all);
            yield return new PlannedVisit(number, at, Math.Min(who < 0 ? ~who : who, sums.Length - 1));
        }
    }
}

/// <summary>A visit before it happens: the same in every world.</summary>
/// <param name="Number">From 0.</param>
/// <param name="At">When it begins, seconds.</param>
/// <param name="Shopper">Who comes: the place in <see cref="DrillShop.Shoppers"/>.</param>
internal readonly record struct PlannedVisit(int Number, double At, int Shopper);
