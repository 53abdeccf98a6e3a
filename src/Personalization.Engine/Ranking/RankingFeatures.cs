using Personalization.Engine.Numerics;
using Personalization.Engine.Retrieval;

namespace Personalization.Engine.Ranking;

/// <summary>
/// Turns a user, the time and a candidate union into feature rows of the learned ranker. Immutable.
/// </summary>
/// <remarks>
/// A row describes the user and the time, the item, the user's interaction with the item, the blend, and each source
/// with five features. The repeat source has no features, because the user's interaction with the item already
/// describes repeats. Training and serving share this code, so a feature means the same in both. All features are as of
/// the time of the request.
/// </remarks>
internal sealed class RankingFeatures
{
    /// <summary>Mask bit: set the popularity of the item to the average of the candidates of the list.</summary>
    public const uint PopularityBit = 1u << 31;

    // the smallest share of a source in the union, so that items of a single weak source are found
    private const float LeastShare = 0.01f;
    private const int MaxSources = 31;
    private static readonly string[] UserNames =
        [
            "user.items", "user.sessionItems", "user.minutesSinceLast", "user.lastWeight", "user.meanWeight",
            "user.turnedAway", "moment.hour", "moment.weekday"
        ];

    private static readonly string[] OwnNames = ["own.weight", "own.nearness"];
    private static readonly string[] BlendNames =
    ["blend.share", "blend.nearness", "blend.sources", "blend.bestNearness"];
    private static readonly string[] SourceNames = ["share", "score", "nearness", "brought", "evidenceNearness"];

    private readonly ItemStatistics _items;
    private readonly float[] _shares;
    private readonly int _repeats;

    /// <summary>Creates the features of a model.</summary>
    /// <param name="sources">The sources, in order; at most 31.</param>
    /// <param name="items">The statistics of the items.</param>
    /// <param name="weights">The weights of the sources in the blend.</param>
    public RankingFeatures(IReadOnlyList<ICandidateSource> sources, ItemStatistics items, float[] weights)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(sources.Count, MaxSources, nameof(sources));
        Sources = sources;
        _items = items;
        _shares = Array.ConvertAll(weights, weight => MathF.Max(weight, LeastShare));
        Names = NamesOf(sources);
        _repeats = sources.ToList().FindIndex(source => source is RepeatSource);
    }

    /// <summary>The sources, in order.</summary>
    public IReadOnlyList<ICandidateSource> Sources { get; }

    /// <summary>The blended score of the best candidate of each source in the union to rank.</summary>
    public ReadOnlySpan<float> Shares => _shares;

    /// <summary>The names of the features, in order.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The number of features of a row.</summary>
    public int Count => Names.Count;

    /// <summary>Returns the names of the features of a set of sources, in order.</summary>
    public static IReadOnlyList<string> NamesOf(IReadOnlyList<ICandidateSource> sources)
    {
        IEnumerable<string> sourceNames = sources
            .Where(source => source is not RepeatSource)
            .SelectMany(source => SourceNames.Select(name => $"{source.Name}.{name}"));
        return [.. UserNames, .. ItemStatistics.Names, .. OwnNames, .. BlendNames, .. sourceNames];
    }

    /// <summary>Writes the feature rows of the first items of a union.</summary>
    /// <param name="work">The interactions, and the union after <see cref="CandidateUnion.Gather"/>.</param>
    /// <param name="nowMs">The time of the request, Unix milliseconds.</param>
    /// <param name="count">The number of items.</param>
    /// <param name="rows">Receives the rows, row-major, count x <see cref="Count"/>.</param>
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
        ReadOnlySpan<Interaction> interactions = work.Retrieval.Interactions.Span;
        int session = 0;
        int disliked = 0;
        float weight = 0;
        foreach (ref readonly Interaction interaction in interactions)
        {
            session += interaction.SessionsAgo == 0 ? 1 : 0;
            disliked += interaction.Weight < 0 ? 1 : 0;
            weight += interaction.Weight;
        }

        DateTime now = DateTime.UnixEpoch.AddMilliseconds(nowMs);
        row[0] = interactions.Length;
        row[1] = session;
        row[2] = interactions.Length == 0
            ? -1
            : MathF.Log(1 + (MathF.Max(0, nowMs - interactions[0].LastMs) / 60_000f));
        row[3] = interactions.Length == 0 ? 0 : interactions[0].Weight;
        row[4] = weight / Math.Max(1, interactions.Length);
        row[5] = disliked;
        row[6] = now.Hour;
        row[7] = (int)now.DayOfWeek;
    }

    /// <summary>
    /// Writes the feature row of one item. The features of the user and the time must already be in the row.
    /// </summary>
    /// <param name="work">The interactions, and the union after <see cref="CandidateUnion.Gather"/>.</param>
    /// <param name="place">The position of the item among the best items of the union, from 0.</param>
    /// <param name="without">A mask with one bit per source to ignore, and <see cref="PopularityBit"/>; 0 for the full
    /// row.</param>
    /// <param name="row">Receives the features.</param>
    public void Fill(RankingWorkspace work, int place, uint without, Span<float> row)
    {
        CandidateUnion union = work.Union;
        int item = union.Best[place].Item;
        ReadOnlySpan<SourceScore> scores = union.ScoresOf(place);
        Span<float> rest = row[UserNames.Length..];
        _items.Of(item).CopyTo(rest);
        if ((without & PopularityBit) != 0)
        {
            ReadOnlySpan<float> typical = work.Ranking.Typical;
            foreach (int column in ItemStatistics.PopularityColumns)
            {
                rest[column] = typical[column];
            }
        }

        rest = rest[ItemStatistics.Count..];
        int own = _repeats >= 0 && (without & (1u << _repeats)) != 0
            ? -1
            : work.Retrieval.Interactions.PositionOf(item);
        rest[0] = own < 0 ? 0 : work.Retrieval.Interactions.Span[own].Weight;
        rest[1] = own < 0 ? 0 : 1f / (1 + own);
        Span<float> blend = rest.Slice(OwnNames.Length, BlendNames.Length);
        Span<float> sources = rest[(OwnNames.Length + BlendNames.Length)..];
        float lost = 0;
        int proposals = 0;
        int slot = 0;
        float nearest = 0;
        for (int source = 0; source < scores.Length; source++)
        {
            ref readonly SourceScore score = ref scores[source];
            bool proposes = score.Share > 0 && (without & (1u << source)) == 0;
            lost += score.Share > 0 && !proposes ? _shares[source] * score.Share : 0;
            proposals += proposes ? 1 : 0;
            nearest = proposes ? MathF.Max(nearest, 1f / score.Rank) : nearest;
            if (source != _repeats)
            {
                FillSource(
                    work,
                    proposes ? score : SourceScore.None,
                    sources.Slice(slot++ * SourceNames.Length, SourceNames.Length));
            }
        }

        blend[0] = (union.Best[place].Score - lost) / union.Best[0].Score;
        blend[1] = without == 0 ? 1f / (1 + place) : Nearness(union, union.Best[place].Score - lost);
        blend[2] = proposals;
        blend[3] = nearest;
    }

    private static void FillSource(RankingWorkspace work, in SourceScore score, Span<float> into)
    {
        int evidence = score.Evidence < 0 ? -1 : work.Retrieval.Interactions.PositionOf(score.Evidence);
        into[0] = score.Share;
        into[1] = score.Score;
        into[2] = score.Rank == 0 ? 0 : 1f / score.Rank;
        into[3] = score.Rank == 0 ? 0 : 1;
        into[4] = evidence < 0 ? 0 : 1f / (1 + evidence);
    }

    // the reciprocal rank that an item would have with this blended score
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
