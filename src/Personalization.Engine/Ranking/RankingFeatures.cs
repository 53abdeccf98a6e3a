using Personalization.Engine.Numerics;
using Personalization.Engine.Retrieval;

namespace Personalization.Engine.Ranking;

/// <summary>
/// Turns a user, the moment and the union of candidates into rows of numbers: of the user and the moment, of the item, of what the user
/// did with the item, of the blend, and of what every source says. Whatever sources a model has, they come in the same five numbers
/// each; but what the user comes back to is said by what they did with the item already, and not twice. Training and serving use this same code, so a feature means the same in both; everything is as of the moment asked about. Immutable.
/// </summary>
internal sealed class RankingFeatures
{
    /// <summary>In a mask: as if the item were as popular as the list's candidates are on average.</summary>
    public const uint FameBit = 1u << 31;

    // what a source of less weight counts in the union, so that what only it knows can be found at all
    private const float LeastShare = 0.01f;
    private const int MaxSources = 31;
    private static readonly string[] UserNames =
        ["user.items", "user.sessionItems", "user.minutesSinceLast", "user.lastWeight", "user.meanWeight", "user.turnedAway", "moment.hour", "moment.weekday"];

    private static readonly string[] OwnNames = ["own.weight", "own.nearness"];
    private static readonly string[] BlendNames = ["blend.share", "blend.nearness", "blend.sources", "blend.bestNearness"];
    private static readonly string[] SourceNames = ["share", "score", "nearness", "brought", "evidenceNearness"];

    private readonly ItemStatistics _items;
    private readonly float[] _shares;
    private readonly int _repeats;

    /// <summary>Makes the features of a model.</summary>
    /// <param name="sources">The sources in order; at most 31.</param>
    /// <param name="items">What the model's log says of its items.</param>
    /// <param name="weights">The sources' weights in the blend.</param>
    public RankingFeatures(IReadOnlyList<ICandidateSource> sources, ItemStatistics items, float[] weights)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(sources.Count, MaxSources, nameof(sources));
        (Sources, _items, _shares) = (sources, items, Array.ConvertAll(weights, weight => MathF.Max(weight, LeastShare)));
        Names = NamesOf(sources);
        _repeats = sources.ToList().FindIndex(source => source is RepeatSource);
    }

    /// <summary>The sources, in order.</summary>
    public IReadOnlyList<ICandidateSource> Sources { get; }

    /// <summary>What each source's best candidate counts in the union that is ranked.</summary>
    public ReadOnlySpan<float> Shares => _shares;

    /// <summary>Every feature's name, in order.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>How many features a row has.</summary>
    public int Count => Names.Count;

    /// <summary>The names of the features that sources make, in order.</summary>
    public static IReadOnlyList<string> NamesOf(IReadOnlyList<ICandidateSource> sources) =>
        [.. UserNames, .. ItemStatistics.Names, .. OwnNames, .. BlendNames, .. sources.Where(source => source is not RepeatSource).SelectMany(source => SourceNames.Select(name => $"{source.Name}.{name}"))];

    /// <summary>Writes the rows of the first candidates of a gathered union.</summary>
    /// <param name="work">The footprints and the union.</param>
    /// <param name="nowMs">The time of asking, Unix milliseconds.</param>
    /// <param name="count">How many candidates.</param>
    /// <param name="rows">Takes their rows one after the other.</param>
    public void FillAll(RankingWorkspace work, long nowMs, int count, Span<float> rows)
    {
        for (int place = 0; place < count; place++)
        {
            Span<float> row = rows.Slice(place * Count, Count);
            if (place == 0)
            {
                FillUser(work, nowMs, row);
            }
            else
            {
                rows[..UserNames.Length].CopyTo(row);
            }

            Fill(work, place, 0, row);
        }

        FindTypical(work, count, rows);
    }

    private void FindTypical(RankingWorkspace work, int count, ReadOnlySpan<float> rows)
    {
        Span<float> typical = work.Ranking.Typical;
        typical.Clear();
        for (int place = 0; place < count; place++)
        {
            ReadOnlySpan<float> items = rows.Slice((place * Count) + UserNames.Length, typical.Length);
            for (int i = 0; i < typical.Length; i++)
            {
                typical[i] += items[i] / count;
            }
        }
    }

    private static void FillUser(RankingWorkspace work, long nowMs, Span<float> row)
    {
        ReadOnlySpan<Interaction> prints = work.Retrieval.Interactions.Span;
        int session = 0;
        int turned = 0;
        float weight = 0;
        foreach (ref readonly Interaction print in prints)
        {
            session += print.SessionsAgo == 0 ? 1 : 0;
            turned += print.Weight < 0 ? 1 : 0;
            weight += print.Weight;
        }

        DateTime now = DateTime.UnixEpoch.AddMilliseconds(nowMs);
        row[0] = prints.Length;
        row[1] = session;
        row[2] = prints.Length == 0 ? -1 : MathF.Log(1 + (MathF.Max(0, nowMs - prints[0].LastMs) / 60_000f));
        row[3] = prints.Length == 0 ? 0 : prints[0].Weight;
        row[4] = weight / Math.Max(1, prints.Length);
        row[5] = turned;
        row[6] = now.Hour;
        row[7] = (int)now.DayOfWeek;
    }

    /// <summary>Writes one candidate's row, but for what is the same for all candidates, which must stand at its front already.</summary>
    /// <param name="work">The footprints and the gathered union.</param>
    /// <param name="place">The candidate's place among the union's best.</param>
    /// <param name="without">A bit for every source that is treated as if it had not brought the item, and <see cref="FameBit"/>; 0 for the row as it is.</param>
    /// <param name="row">Takes the features.</param>
    public void Fill(RankingWorkspace work, int place, uint without, Span<float> row)
    {
        CandidateUnion union = work.Union;
        int item = union.Best[place].Item;
        ReadOnlySpan<SourceScore> mentions = union.MentionsOf(place);
        Span<float> rest = row[UserNames.Length..];
        _items.Of(item).CopyTo(rest);
        if ((without & FameBit) != 0)
        {
            ReadOnlySpan<float> typical = work.Ranking.Typical;
            foreach (int fame in ItemStatistics.Fame)
            {
                rest[fame] = typical[fame];
            }
        }

        rest = rest[ItemStatistics.Count..];
        int own = _repeats >= 0 && (without & (1u << _repeats)) != 0 ? -1 : work.Retrieval.Interactions.PositionOf(item);
        rest[0] = own < 0 ? 0 : work.Retrieval.Interactions.Span[own].Weight;
        rest[1] = own < 0 ? 0 : 1f / (1 + own);
        Span<float> blend = rest.Slice(OwnNames.Length, BlendNames.Length);
        Span<float> sources = rest[(OwnNames.Length + BlendNames.Length)..];
        float lost = 0;
        int brought = 0;
        int slot = 0;
        float nearest = 0;
        for (int source = 0; source < mentions.Length; source++)
        {
            ref readonly SourceScore mention = ref mentions[source];
            bool speaks = mention.Share > 0 && (without & (1u << source)) == 0;
            lost += mention.Share > 0 && !speaks ? _shares[source] * mention.Share : 0;
            brought += speaks ? 1 : 0;
            nearest = speaks ? MathF.Max(nearest, 1f / mention.Rank) : nearest;
            if (source != _repeats)
            {
                FillSource(work, speaks ? mention : SourceScore.None, sources.Slice(slot++ * SourceNames.Length, SourceNames.Length));
            }
        }

        blend[0] = (union.Best[place].Score - lost) / union.Best[0].Score;
        blend[1] = without == 0 ? 1f / (1 + place) : Nearness(union, union.Best[place].Score - lost);
        blend[2] = brought;
        blend[3] = nearest;
    }

    private static void FillSource(RankingWorkspace work, in SourceScore mention, Span<float> into)
    {
        int evidence = mention.Evidence < 0 ? -1 : work.Retrieval.Interactions.PositionOf(mention.Evidence);
        into[0] = mention.Share;
        into[1] = mention.Score;
        into[2] = mention.Rank == 0 ? 0 : 1f / mention.Rank;
        into[3] = mention.Rank == 0 ? 0 : 1;
        into[4] = evidence < 0 ? 0 : 1f / (1 + evidence);
    }

    // the place an item would have with a lower blended score
    private static float Nearness(CandidateUnion union, float score)
    {
        ReadOnlySpan<Candidate> best = union.Best;
        int low = 0;
        int high = best.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = best[middle].Score > score ? (middle + 1, high) : (low, middle);
        }

        return 1f / (1 + low);
    }
}
