using System.Collections.Frozen;
using Personalization.Abstractions.Catalog;
using Personalization.Benchmarks.Quality.Layouts;
using Personalization.Engine.Datasets;
using Personalization.Engine.Retrieval;

namespace Personalization.Benchmarks.Quality.ColdItems;

/// <summary>
/// A training log without the cold items and without the last choice of each evaluated user, and the expected answers.
/// </summary>
/// <param name="Log">The training log.</param>
/// <param name="Catalog">The descriptions of the items in the training log.</param>
/// <param name="Cold">The descriptions of the cold items, which are added after the training.</param>
/// <param name="Asked">The evaluated users: the number in the log, the chosen cold items, and the last chosen warm
/// item.</param>
internal sealed record ColdSplit(
    TrainingLog Log, CatalogItem[] Catalog, CatalogItem[] Cold, (int User, FrozenSet<string> Cold, string Warm)[] Asked)
{
    private const int FewestChoices = 5;

    /// <summary>Gets the categories of each item of the log, by item number.</summary>
    public IReadOnlyList<IReadOnlyList<string>> CategoryTable { get; } = [.. Categories(Log, Catalog, Cold)];

    /// <summary>Splits a data set.</summary>
    /// <param name="described">The data set.</param>
    /// <param name="share">The share of cold items, 0 to 1.</param>
    /// <param name="seed">The seed that draws the cold items.</param>
    /// <param name="first">The events of each cold item that stay in the training log, only of users who are not
    /// evaluated.</param>
    public static ColdSplit Of(DescribedLog described, double share, int seed, int first)
    {
        string[] items = [.. described.Choices.Select(choice => choice.Item)
            .Distinct()
            .Where(described.Catalog.ContainsKey)
            .Order(StringComparer.Ordinal)];
        new Random(seed).Shuffle(items);
        FrozenSet<string> cold = items.Take((int)(share * items.Length)).ToFrozenSet(StringComparer.Ordinal);
        LogDraft draft = new();
        Dictionary<string, int> trained = [];
        List<(int User, FrozenSet<string> Cold, string Warm)> asked = [];
        int place = 0;
        foreach (IGrouping<string, (string User, string Item, long TimeMs)> user in described.Choices.GroupBy(
            choice => choice.User))
        {
            (string User, string Item, long TimeMs)[] warm = [.. user.Where(choice => !cold.Contains(choice.Item))];
            FrozenSet<string> found = user.Select(choice => choice.Item)
                .Where(cold.Contains)
                .ToFrozenSet(StringComparer.Ordinal);
            bool isAsked = place++ % 2 == 0 && found.Count > 0 && warm.Length >= FewestChoices;
            foreach ((_, string item, long timeMs) in isAsked ? warm.AsSpan(..^1) : warm)
            {
                draft.Add(draft.User(user.Key), draft.Item(item), 1, timeMs);
            }

            if (isAsked)
            {
                asked.Add((draft.User(user.Key), found, warm[^1].Item));
                continue;
            }

            foreach ((_, string item, long timeMs) in user.Where(choice => cold.Contains(choice.Item)))
            {
                if (trained.GetValueOrDefault(item) < first)
                {
                    trained[item] = trained.GetValueOrDefault(item) + 1;
                    draft.Add(draft.User(user.Key), draft.Item(item), 1, timeMs);
                }
            }
        }

        return new(
            draft.Build(),
            [.. described.Catalog.Values.Where(item => first > 0 || !cold.Contains(item.Id.Value))],
            [.. described.Catalog.Values.Where(item => cold.Contains(item.Id.Value))],
            [.. asked]);
    }

    /// <summary>Gets the signal of an evaluated user.</summary>
    public UserSignal SignalOf(int user)
    {
        ReadOnlyMemory<SignalEvent> events = Log.EventsOf(user);
        return new(events, events.Span[^1].TimeMs + 1);
    }

    private static IEnumerable<IReadOnlyList<string>> Categories(
        TrainingLog log, CatalogItem[] catalog, CatalogItem[] cold)
    {
        Dictionary<string, CatalogItem> entries = catalog.Concat(cold)
            .DistinctBy(item => item.Id.Value)
            .ToDictionary(item => item.Id.Value, StringComparer.Ordinal);
        return log.Items.Select(id =>
            (IReadOnlyList<string>)(entries.TryGetValue(id, out CatalogItem? entry) ? [.. entry.Categories] : []));
    }
}
