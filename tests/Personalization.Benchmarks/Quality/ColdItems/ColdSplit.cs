using System.Collections.Frozen;
using Personalization.Abstractions.Catalog;
using Personalization.Benchmarks.Quality.Layouts;
using Personalization.Engine.Datasets;
using Personalization.Engine.Retrieval;

namespace Personalization.Benchmarks.Quality.ColdItems;

/// <summary>A log without some items and without every asked user's last choice, and what is asked.</summary>
/// <param name="Log">What is trained on.</param>
/// <param name="Catalog">Everything that is known of the items trained on.</param>
/// <param name="Cold">What comes into the catalogue after the training.</param>
/// <param name="Asked">By user: their number in the log, what they chose among the cold items, and their last other
/// choice.</param>
internal sealed record ColdSplit(
    TrainingLog Log, CatalogItem[] Catalog, CatalogItem[] Cold, (int User, FrozenSet<string> Cold, string Warm)[] Asked)
{
    private const int FewestChoices = 5;

    /// <summary>The categories of every item of the log.</summary>
    public IReadOnlyList<IReadOnlyList<string>> CategoryTable { get; } = [.. Categories(Log, Catalog, Cold)];

    /// <summary>Splits.</summary>
    /// <param name="described">All.</param>
    /// <param name="share">The share of the items that is cold.</param>
    /// <param name="seed">Draws them.</param>
    /// <param name="first">Events of each cold item that are trained on, of users who are not asked.</param>
    public static ColdSplit Of(DescribedLog described, double share, int seed, int first)
    {
        string[] items = [.. described.Choices.Select(choice => choice.Item)
            .Distinct()
            .Where(described.Catalog.ContainsKey)
            .Order(StringComparer.Ordinal)];
        new Random(seed).Shuffle(items);
        FrozenSet<string> cold = items.Take((int)(share * items.Length)).ToFrozenSet(StringComparer.Ordinal);
        LogDraft draft = new();
        Dictionary<string, int> met = [];
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
                if (met.GetValueOrDefault(item) < first)
                {
                    met[item] = met.GetValueOrDefault(item) + 1;
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

    /// <summary>Gets the signal of an asked user.</summary>
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
