using System.Collections.Immutable;
using Personalization.Abstractions.Identity;
using Personalization.Hosting.Sample;

namespace Personalization.Benchmarks.Drill;

/// <summary>
/// The shop, its shoppers with their hidden tastes, and the planned visits. Immutable and determined by a seed.
/// </summary>
internal sealed class DrillShop
{
    private readonly int _seed;

    /// <summary>Creates the shop of a plan.</summary>
    /// <param name="plan">The plan.</param>
    public DrillShop(DrillPlan plan)
    {
        _seed = plan.Seed;
        Catalog = SampleCatalog.Generate(plan.Seed, plan.PastEnd);
        Shoppers = [.. Enumerable.Range(1, plan.Shoppers).Select(number => Shopper.Draw(plan.Seed, number))];
        Visits = [.. Plan(plan)];
    }

    /// <summary>Gets the products of the shop.</summary>
    public SampleCatalog Catalog { get; }

    /// <summary>Gets the shoppers.</summary>
    public ImmutableArray<Shopper> Shoppers { get; }

    /// <summary>Gets the visits in the order of time.</summary>
    public ImmutableArray<PlannedVisit> Visits { get; }

    /// <summary>
    /// Gets the random numbers of one page of a visit: equal in all worlds, independent of the shown list.
    /// </summary>
    public Random ChanceOf(int visit, int page) => new(unchecked((_seed * 1_000_003) + (visit * 31) + page));

    /// <summary>Gets the product of a listed item; null if it cannot be bought.</summary>
    public SampleProduct? Buyable(string item, DateTimeOffset now) =>
        Catalog.Find(ItemId.Create(item)) is { } product && product.CanBeHad(now) ? product : null;

    /// <summary>Draws arrivals by a Poisson process; frequent visitors arrive more often.</summary>
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

/// <summary>A planned visit; equal in all worlds.</summary>
/// <param name="Number">The number of the visit, from 0.</param>
/// <param name="At">The start of the visit, seconds since the opening.</param>
/// <param name="Shopper">The index of the shopper in <see cref="DrillShop.Shoppers"/>.</param>
internal readonly record struct PlannedVisit(int Number, double At, int Shopper);
