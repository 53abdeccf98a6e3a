using System.Collections.Frozen;
using Personalization.Abstractions.Catalog;
using Personalization.Engine.Datasets;
using Personalization.Engine.Models;
using Personalization.Engine.Numerics;
using Personalization.Engine.Retrieval;
using Personalization.Engine.Training.Sources;

namespace Personalization.Benchmarks.Quality.ColdItems;

/// <summary>Orders the cold items of a split for every evaluated user, by several methods.</summary>
internal static class ColdOrders
{
    private const int Length = 20;
    private static readonly int[] Firsts = [1, 5, 20];
    private static readonly float[] PriorWeights = [1, 10, 100];

    /// <summary>Evaluates the orders that need no events of the cold items.</summary>
    /// <param name="split">The split.</param>
    /// <param name="model">A model trained on the split, with the cold items added.</param>
    public static IEnumerable<ColdOrderFigures> WithoutEvents(ColdSplit split, ModelSnapshot model)
    {
        Dictionary<string, int> popular = [];
        foreach (SignalEvent happened in split.Log.AllEvents)
        {
            foreach (string category in CategoriesOf(split, happened.Item))
            {
                popular[category] = popular.GetValueOrDefault(category) + 1;
            }
        }

        Dictionary<string, int> sizes = split.Catalog.SelectMany(item => item.Categories)
            .CountBy(category => category)
            .ToDictionary();
        double Popularity(CatalogItem item) => item.Categories.Select(category => popular.GetValueOrDefault(category)
            / (double)sizes.GetValueOrDefault(category, 1)).DefaultIfEmpty().Average();
        yield return Evaluate("popular categories", split, _ => Popularity);
        yield return Evaluate("popular in the user's categories", split, user =>
        {
            Dictionary<string, int> own = split.Log.EventsOf(user)
                .ToArray()
                .SelectMany(happened => CategoriesOf(split, happened.Item))
                .CountBy(category => category)
                .ToDictionary();
            return item => item.Categories.Select(category => own.GetValueOrDefault(category) * (1 + Popularity(item)))
                .DefaultIfEmpty()
                .Average();
        });
        yield return Evaluate("content map", split, ByVectors(split, model.Parts.Factors, item =>
            model.Items.TryGet(item.Id.Value, out int number) ? model.Parts.Factors.VectorOf(number).ToArray() : null));
    }

    /// <summary>
    /// Evaluates the orders by vectors of items with a few events: plain fold-in, content only, and fold-in around the
    /// content vector.
    /// </summary>
    public static IEnumerable<ColdOrderFigures> WithFirstEvents(
        DescribedLog described,
        double share,
        int seed,
        TrainingOptions options,
        SourceParameters parameters,
        float ridge)
    {
        foreach (int first in Firsts)
        {
            ColdSplit split = ColdSplit.Of(described, share, seed, first);
            FactorSource factors = FactorTrainer.Train(
                split.Log, options, SourceTrainer.FactorsOf(options, parameters), _ => { }, CancellationToken.None);
            ItemContent content = ItemContent.Match(split.Log, split.Catalog)!;
            ContentMap map = ContentRegression.Learn(split.Log, content, factors, ridge)!.Value.Map;
            Dictionary<string, int> numbers = split.Log.Items.Index().ToDictionary(
                item => item.Item, item => item.Index);
            int[] counts = ContentRegression.ChoiceCounts(split.Log);
            HashSet<string> cold = [.. split.Cold.Select(item => item.Id.Value)];
            float[]?[] priors =
            [.. split.Log.Items.Select((id, item) => cold.Contains(id) ? map.VectorOf(content.Of(item)!) : null)];
            string events = first == 1 ? "1 event" : $"{first} events";
            Func<CatalogItem, float[]?> Of(FactorSource source) => item => numbers.TryGetValue(
                item.Id.Value, out int number) ? source.VectorOf(number).ToArray() : map.VectorOf(item);
            yield return Evaluate($"{events}: plain fold-in", split, ByVectors(split, factors, Of(factors)));
            yield return Evaluate($"{events}: content only", split, ByVectors(split, factors, map.VectorOf));
            foreach (float weight in PriorWeights)
            {
                FactorSource around = new(
                    FactorTrainer.Around(split.Log, options, factors, priors, counts, weight, CancellationToken.None),
                    factors.Parameters);
                yield return Evaluate(
                    FormattableString.Invariant($"{events}: fold-in around content, prior weight {weight}"),
                    split,
                    ByVectors(split, factors, Of(around)));
            }
        }
    }

    private static IEnumerable<string> CategoriesOf(ColdSplit split, int item) => split.CategoryTable[item];

    private static Func<int, Func<CatalogItem, double>> ByVectors(
        ColdSplit split, FactorSource factors, Func<CatalogItem, float[]?> vectorOf)
    {
        Dictionary<string, float[]?> vectors = split.Cold.ToDictionary(
            item => item.Id.Value, vectorOf, StringComparer.Ordinal);
        Workspace work = new(split.Log.ItemCount, 0, factors.Parameters.Factors);
        return user =>
        {
            work.Interactions.Fold(split.SignalOf(user).Events.Span, 30 * 60_000);
            _ = factors.FoldIn(work);
            float[] row = [.. work.Factors.Row];
            return item => vectors[item.Id.Value] is { } vector ? FactorKernels.Dot(row, vector) : 0;
        };
    }

    private static ColdOrderFigures Evaluate(string name, ColdSplit split, Func<int, Func<CatalogItem, double>> scores)
    {
        double auc = 0;
        double recall = 0;
        double ndcg = 0;
        foreach ((int user, FrozenSet<string> found, _) in split.Asked)
        {
            Func<CatalogItem, double> score = scores(user);
            (double Score, bool Found)[] order = [.. split.Cold.Select(
                item => (score(item), found.Contains(item.Id.Value))).OrderByDescending(entry => entry.Item1)];
            auc += Auc(order);
            int hits = order.Take(Length).Count(entry => entry.Found);
            recall += hits / (double)found.Count;
            ndcg += order.Take(Length)
                .Select((entry, place) => entry.Found ? 1 / Math.Log2(place + 2) : 0)
                .Sum() / Enumerable.Range(0, Math.Min(Length, found.Count)).Sum(place => 1 / Math.Log2(place + 2));
        }

        int users = split.Asked.Length;
        return new(name, auc / users, recall / users, ndcg / users);
    }

    /// <summary>Gets the area under the ROC curve of an order, best first; equal scores count half.</summary>
    private static double Auc((double Score, bool Found)[] order)
    {
        double before = 0;
        double found = 0;
        double sum = 0;
        foreach (IGrouping<double, (double Score, bool Found)> tie in order.GroupBy(entry => entry.Score))
        {
            int hits = tie.Count(entry => entry.Found);
            int misses = tie.Count() - hits;
            sum += hits * (before + (misses / 2.0));
            before += misses;
            found += hits;
        }

        return before == 0 || found == 0 ? 0.5 : 1 - (sum / (before * found));
    }
}
