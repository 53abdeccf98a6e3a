using System.Collections.Frozen;
using System.CommandLine;
using System.Globalization;
using System.Text;
using Personalization.Abstractions.Catalog;
using Personalization.Benchmarks.Quality.Questions;
using Personalization.Benchmarks.Reports;
using Personalization.Engine.Datasets;
using Personalization.Engine.Models;
using Personalization.Engine.Placements;
using Personalization.Engine.Ranking;
using Personalization.Engine.Retrieval;
using Personalization.Engine.Training;

namespace Personalization.Benchmarks.Quality.ColdItems;

/// <summary>
/// Measures how well cold-start items are found. It trains a default model without some items, neither their events nor
/// their descriptions. Then it adds these items to the catalog of the serving model, as on a live silo. For half of the
/// users it evaluates their lists and the order of the cold items.
/// </summary>
internal sealed class ColdItemsBenchmark : IBenchmark
{
    private const int Length = 20;

    private readonly Option<string> _data = CommandOptions.Data(
        "A folder with described items: u.data and u.item (MovieLens), or sequences.txt and item2attributes.json "
            + "(Amazon).");

    private readonly Option<int> _seeds = new("--seeds")
    {
        Description = "The number of draws of cold items to average over.",
        DefaultValueFactory = _ => 3,
    };

    private readonly Option<double> _share = new("--share")
    {
        Description = "The share of cold items, 0 to 1.",
        DefaultValueFactory = _ => 0.2,
    };

    private readonly Option<int> _threads = CommandOptions.Threads();

    /// <inheritdoc/>
    public Command CreateCommand() =>
        new("cold-items", "Trains without some items, adds them to the catalog, and measures how well they are found.")
        {
            _data, _seeds, _share, _threads,
        };

    /// <inheritdoc/>
    public async Task<Report> RunAsync(ParseResult arguments, TextWriter output, CancellationToken cancellationToken)
    {
        ColdItemsOptions options = new(
            arguments.GetValue(_data)!,
            arguments.GetValue(_seeds),
            arguments.GetValue(_share),
            arguments.GetValue(_threads));
        DescribedLog described = DescribedLog.Read(options.Data);
        List<ColdListFigures> lists = [];
        List<ColdOrderFigures> orders = [];
        List<string> notes = [];
        for (int seed = 1; seed <= options.Seeds; seed++)
        {
            ColdSplit split = ColdSplit.Of(described, options.Share, seed, 0);
            TrainingOptions training = new() { Seed = seed, Threads = options.Threads };
            ModelSnapshot without = Train(split.Log, training, null);
            ModelSnapshot with = Train(split.Log, training, split.Catalog);
            ManifestContent? map = with.Manifest!.Content;
            notes.Add(string.Create(CultureInfo.InvariantCulture,
                $"seed {seed}: {split.Asked.Length:N0} evaluated users, {split.Cold.Length:N0} cold items besides "
                    + $"{split.Log.ItemCount:N0}; map used: {map?.Used}, ridge {map?.Ridge}, explains "
                    + $"{map?.Explained:0.00} of the variance of left-out items, prior below {map?.PriorBelow} events "
                    + $"with weight {map?.PriorWeight}; weight of the content source "
                    + $"{with.Manifest.Blend.Weights.Content}"));
            await output.WriteLineAsync(notes[^1]);
            ModelSnapshot grown = with.With(split.Cold);
            lists.Add(Lists("without a content map", split, without, 0));
            lists.Add(Lists("with it, no reserved place", split, grown, 0));
            lists.Add(Lists("with it, as served: every tenth place", split, grown, new PlacementPolicy().NewItemShare));
            lists.Add(Lists("with it, every fifth place", split, grown, 0.2));
            orders.AddRange(ColdOrders.WithoutEvents(split, grown));
            orders.AddRange(ColdOrders.WithFirstEvents(
                described, options.Share, seed, training, with.Manifest.Parameters, map?.Ridge ?? 100));
        }

        return new Report("cold-items", "Cold-start items found by their content", Render(lists, orders, notes))
        {
            Section = described.Name,
            Figures = new { lists, orders },
            Limits = [$"Means over {options.Seeds} draws of the cold items."],
        };
    }

    private static ModelSnapshot Train(TrainingLog log, TrainingOptions options, IEnumerable<CatalogItem>? catalog) =>
        ModelSnapshot.Load("cold", ModelTrainer.Train(
            log, options, "cold", DateTimeOffset.UnixEpoch, null, CancellationToken.None, null, catalog).Files);

    private static ColdListFigures Lists(string name, ColdSplit split, ModelSnapshot model, double share)
    {
        MaskFilter gate = new(model.Items.Count);
        double recall = 0;
        double places = 0;
        double hits = 0;
        double ndcg = 0;
        foreach ((int user, FrozenSet<string> cold, string warm) in split.Asked)
        {
            UserSignal signal = split.SignalOf(user);
            int[] seen = [.. signal.Events.ToArray().Select(happened => happened.Item).Distinct()];
            MaskFilter own = gate.Of(new Question(signal, [], seen, []) { MasksSeen = true });
            ListFinish finish = new() { Explained = 0, NewItemShare = share };
            string[] list =
            [
                .. model.Recommend(signal, own, Length, CancellationToken.None, finish: finish)
                    .Select(item => model.Items[item.Item]),
            ];
            recall += list.Count(cold.Contains) / (double)cold.Count;
            places += list.Count(
                id => model.Items.TryGet(id, out int number) && number >= model.Items.Trained) / (double)Length;
            int rank = 1 + Array.IndexOf(list, warm);
            hits += rank > 0 ? 1 : 0;
            ndcg += rank > 0 ? 1 / Math.Log2(rank + 1) : 0;
        }

        int users = split.Asked.Length;
        return new(name, recall / users, places / users, hits / users, ndcg / users);
    }

    private static string Render(List<ColdListFigures> lists, List<ColdOrderFigures> orders, List<string> notes)
    {
        StringBuilder text = new();
        MarkdownTable first = new(
            "lists of 20 over all items", "cold recall", "cold places", "warm HR@20", "warm NDCG@20");
        foreach (IGrouping<string, ColdListFigures> row in lists.GroupBy(row => row.Name))
        {
            first.Row(
                row.Key,
                Text(row.Average(r => r.ColdRecall)),
                Text(row.Average(r => r.ColdPlaces)),
                Text(row.Average(r => r.WarmHitRate)),
                Text(row.Average(r => r.WarmNdcg)));
        }

        MarkdownTable second = new("cold items in order, by", "AUC", "recall@20", "NDCG@20");
        foreach (IGrouping<string, ColdOrderFigures> row in orders.GroupBy(row => row.Name))
        {
            second.Row(
                row.Key,
                Text(row.Average(r => r.Auc)),
                Text(row.Average(r => r.Recall)),
                Text(row.Average(r => r.Ndcg)));
        }

        return text.AppendLine(first.ToString())
            .AppendLine(second.ToString())
            .AppendLine(string.Join('\n', notes.Select(note => $"- {note}")))
            .ToString();
    }

    private static string Text(double value) => value.ToString("0.0000", CultureInfo.InvariantCulture);
}
