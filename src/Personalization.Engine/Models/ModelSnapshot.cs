using System.Collections.Concurrent;
using System.Collections.Immutable;
using Personalization.Abstractions.Catalog;
using Personalization.Abstractions.Recommendations;
using Personalization.Engine.Numerics;
using Personalization.Engine.Ranking;
using Personalization.Engine.Retrieval;

namespace Personalization.Engine.Models;

/// <summary>A model version in memory. Immutable and thread-safe; a new version replaces the whole snapshot.</summary>
public sealed class ModelSnapshot
{
    private readonly ModelParts _parts;
    private readonly MomentBlenders _discovery;
    private readonly MomentBlenders _repeats;
    private readonly MomentBlenders _candidates;
    private readonly ConcurrentBag<RankingWorkspace> _idle;
    private PopularityBuckets? _buckets;

    internal ModelSnapshot(
        string version,
        ItemIndex items,
        ModelParts parts,
        MomentBlends blends,
        MomentBlends? returning = null,
        LearnedRanker? ranker = null,
        LearnedRanker? returningRanker = null,
        BlendWeights? given = null,
        bool ranksGiven = true)
        : this(
            version,
            items,
            parts,
            new(parts, blends, ranker),
            new(parts, returning ?? blends, returningRanker),
            new(parts, given ?? blends, ranksGiven ? ranker : null, blends),
            [])
    {
    }

    private ModelSnapshot(
        string version,
        ItemIndex items,
        ModelParts parts,
        MomentBlenders discovery,
        MomentBlenders repeats,
        MomentBlenders candidates,
        ConcurrentBag<RankingWorkspace> idle)
    {
        Version = version;
        Items = items;
        _parts = parts;
        _idle = idle;
        _discovery = discovery;
        _repeats = repeats;
        _candidates = candidates;
    }

    /// <summary>The name of the version.</summary>
    public string Version { get; }

    /// <summary>The items of the model.</summary>
    public ItemIndex Items { get; }

    /// <summary>The items in buckets of popularity.</summary>
    public PopularityBuckets Buckets => Volatile.Read(ref _buckets) ?? MakeBuckets();

    /// <summary>The sources, for their separate evaluation.</summary>
    internal ModelParts Parts => _parts;

    /// <summary>The manifest of the artifact; null if the snapshot was not loaded from an artifact.</summary>
    internal ModelManifest? Manifest { get; init; }

    /// <summary>The trees of the learned ranker; null if the blend ranks all lists.</summary>
    internal TreeEnsemble? Trees => (_discovery.Ranker ?? _repeats.Ranker)?.Trees;

    /// <summary>The choices at the moments of a visit; null if the artifact has none.</summary>
    internal ModelMoments? Moments { get; init; }

    /// <summary>Loads a snapshot from an artifact.</summary>
    /// <param name="version">The name of the stored version.</param>
    /// <param name="files">All files of the artifact, by name.</param>
    /// <exception cref="InvalidDataException">A file is missing, truncated, changed, or of another format or
    /// version.</exception>
    public static ModelSnapshot Load(string version, IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files) =>
        ModelArtifact.Read(version, files);

    /// <summary>
    /// Returns this version with items that were added to the catalog after the training, each with a vector predicted
    /// from its content; at most <see cref="ColdStartItems.Limit"/>. Skips trained items and items whose content the
    /// model cannot use. Updates the vector of an item that was added before.
    /// </summary>
    /// <param name="items">The items; the first ones if there are too many.</param>
    public ModelSnapshot With(IEnumerable<CatalogItem> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        if (_parts.Map is not { } map)
        {
            return this;
        }

        List<float[]> vectors = [.. _parts.Factors.Added];
        List<string> ids = [];
        bool changed = false;
        foreach (CatalogItem item in items)
        {
            bool known = Items.TryGet(item.Id.Value, out int number);
            if ((known ? number < Items.Trained : vectors.Count >= ColdStartItems.Limit)
                || map.VectorOf(item) is not { } vector)
            {
                continue;
            }

            changed = true;
            if (known)
            {
                vectors[number - Items.Trained] = vector;
                continue;
            }

            vectors.Add(vector);
            ids.Add(item.Id.Value);
        }

        return changed ? Grown(Items.With(ids), _parts.With([.. vectors])) : this;
    }

    /// <summary>Inserts cold-start items at every 1/share-th position, best content match first, each once.</summary>
    private RankedItem[] PlaceNew(RankingWorkspace work, RankedItem[] ranked, CandidateFilter filter, double share)
    {
        if (_parts.Content is not { Count: > 0 } content
            || (int)(share * ranked.Length) is not (> 0 and var places))
        {
            return ranked;
        }

        Candidate[] liked = new Candidate[places];
        return ColdStartSlots.Fill(
            ranked,
            liked.AsSpan(0, content.Liked(work.Retrieval, filter, liked)),
            content.Kind,
            (int)Math.Round(1 / share));
    }

    private ModelSnapshot Grown(ItemIndex items, ModelParts parts) => new(
        Version,
        items,
        parts,
        _discovery.Over(parts),
        _repeats.Over(parts),
        _candidates.Over(parts),
        parts.Capacity == _parts.Capacity ? _idle : [])
    {
        Manifest = Manifest,
        Moments = Moments,
    };

    /// <summary>Gets the time from which a list for a user is ranked differently although nothing happened.</summary>
    /// <param name="signal">The events of the user and the time of the list.</param>
    /// <param name="refusesSeen">True for a list of unseen items.</param>
    /// <returns>The end of the visit, Unix milliseconds; null if the ranking does not change then.</returns>
    public long? MomentEnd(UserSignal signal, bool refusesSeen)
    {
        ArgumentNullException.ThrowIfNull(signal);
        return (refusesSeen ? _discovery : _repeats).Blends.Differ
            && signal.MomentOf(_parts.SessionGapMs) == Moment.InSession
            ? signal.Events.Span[^1].TimeMs + _parts.SessionGapMs + 1
            : null;
    }

    /// <summary>
    /// Returns the best items for a user, best first, filled up with popular items that the filter allows.
    /// </summary>
    /// <param name="signal">The user's recent events; without events the list has the popular items.</param>
    /// <param name="filter">The list has no items that the filter refuses.</param>
    /// <param name="limit">The length of the list, at least 0. The list is shorter only if the filter refuses the
    /// rest.</param>
    /// <param name="cancellationToken">Cancels the operation between two sources.</param>
    /// <param name="sources">The names of the sources to use; null for all. With a selection the blend ranks, because
    /// the learned ranker needs all sources.</param>
    /// <param name="finish">What is done with the ranked list; null for reasons of all items only.</param>
    /// <exception cref="OperationCanceledException">The operation was cancelled; there is no partial list.</exception>
    public RankedItem[] Recommend(
        UserSignal signal,
        CandidateFilter filter,
        int limit,
        CancellationToken cancellationToken,
        ImmutableArray<string>? sources = null,
        ListFinish? finish = null)
    {
        ArgumentNullException.ThrowIfNull(signal);
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentOutOfRangeException.ThrowIfNegative(limit);
        cancellationToken.ThrowIfCancellationRequested();
        RankingWorkspace work = Rent(signal.Events.Span);
        try
        {
            Blender blender =
                (filter.RefusesSeen ? _discovery : _repeats).Of(signal.MomentOf(_parts.SessionGapMs));
            RankedItem[] list = blender.Recommend(work, filter, limit, signal.NowMs, cancellationToken, sources);
            list = finish?.Reorder is { } reorder ? reorder(list) : list;
            blender.Explain(work, list.AsSpan(0, Math.Min(finish?.Explained ?? int.MaxValue, list.Length)), sources);
            return finish is { NewItemShare: > 0 } ? PlaceNew(work, list, filter, finish.NewItemShare) : list;
        }
        finally
        {
            Return(work);
        }
    }

    /// <summary>Returns all the candidates of the caller, ranked for the user, best first.</summary>
    /// <param name="signal">The user's recent events.</param>
    /// <param name="candidates">The numbers of the items to rank.</param>
    /// <param name="cancellationToken">Cancels the operation between two sources.</param>
    /// <exception cref="ArgumentOutOfRangeException">A candidate is not an item number of
    /// <see cref="Items"/>.</exception>
    /// <exception cref="OperationCanceledException">The operation was cancelled.</exception>
    public RankedItem[] Score(UserSignal signal, ReadOnlySpan<int> candidates, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(signal);
        foreach (int candidate in candidates)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(candidate, nameof(candidates));
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(candidate, Items.Count, nameof(candidates));
        }

        cancellationToken.ThrowIfCancellationRequested();
        RankingWorkspace work = Rent(signal.Events.Span);
        try
        {
            return _candidates.Of(signal.MomentOf(_parts.SessionGapMs)).Score(
                work, candidates, signal.NowMs, cancellationToken);
        }
        finally
        {
            Return(work);
        }
    }

    /// <summary>
    /// Returns items similar to an item, most similar first, without the item itself. Not filled up with popular items.
    /// </summary>
    /// <param name="item">The number of the item.</param>
    /// <param name="filter">The list has no items that the filter refuses.</param>
    /// <param name="limit">The most items of the list, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The item is not an item number of <see cref="Items"/>, or the
    /// limit is negative.</exception>
    public RankedItem[] Similar(int item, CandidateFilter filter, int limit) => Similar([item], filter, limit);

    /// <summary>Returns items similar to a set of items, most similar first, without the items themselves.</summary>
    /// <inheritdoc cref="Similar(int, CandidateFilter, int)"/>
    /// <param name="items">The numbers of the items, at least one.</param>
    /// <param name="filter">The list has no items that the filter refuses.</param>
    /// <param name="limit">The most items of the list, at least 0.</param>
    public RankedItem[] Similar(ReadOnlySpan<int> items, CandidateFilter filter, int limit)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentOutOfRangeException.ThrowIfNegative(limit);
        SignalEvent[] seeds = new SignalEvent[items.Length];
        for (int i = 0; i < items.Length; i++)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(items[i], nameof(items));
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(items[i], Items.Count, nameof(items));
            seeds[i] = new SignalEvent(items[i], 1, 0);
        }

        RankingWorkspace work = Rent(seeds);
        try
        {
            return _discovery.Common.Similar(work, new AllBut(items.ToArray(), filter), limit);
        }
        finally
        {
            Return(work);
        }
    }

    /// <summary>
    /// Returns items that are bought in one basket with any of the items, best first, without the items themselves. Not
    /// filled up; empty when no basket has two items.
    /// </summary>
    /// <inheritdoc cref="Similar(ReadOnlySpan{int}, CandidateFilter, int)"/>
    public RankedItem[] Together(ReadOnlySpan<int> items, CandidateFilter filter, int limit)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentOutOfRangeException.ThrowIfNegative(limit);
        Dictionary<int, (float Score, float Largest, int Evidence)> sums = [];
        foreach (int seed in items)
        {
            if (_parts.Together is not { } together || seed >= together.Rows)
            {
                continue;
            }

            ReadOnlySpan<int> others = together.Targets(seed);
            ReadOnlySpan<float> weights = together.Weights(seed);
            for (int i = 0; i < others.Length; i++)
            {
                (float score, float largest, int evidence) = sums.GetValueOrDefault(others[i], (0, 0, seed));
                sums[others[i]] = weights[i] > largest
                    ? (score + weights[i], weights[i], seed)
                    : (score + weights[i], largest, evidence);
            }
        }

        foreach (int seed in items)
        {
            _ = sums.Remove(seed);
        }

        return
        [
            .. sums.Where(pair => filter.Allows(pair.Key))
                .OrderByDescending(pair => pair.Value.Score)
                .ThenBy(pair => pair.Key)
                .Take(limit)
                .Select(pair => new RankedItem(
                    pair.Key, pair.Value.Score, ReasonKind.BoughtTogether, pair.Value.Evidence)),
        ];
    }

    /// <summary>
    /// Returns the most popular items, best first. Scores are relative to the score of the most popular item.
    /// </summary>
    /// <param name="filter">The list has no items that the filter refuses.</param>
    /// <param name="limit">The length of the list, at least 0. The list is shorter only if the filter refuses the
    /// rest.</param>
    public RankedItem[] Popular(CandidateFilter filter, int limit)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentOutOfRangeException.ThrowIfNegative(limit);
        PopularSource popular = _parts.Popular;
        RankedItem[] list = new RankedItem[Math.Min(limit, Items.Count)];
        int count = 0;
        foreach (int item in popular.Order)
        {
            if (count == list.Length)
            {
                break;
            }

            if (filter.Allows(item))
            {
                list[count++] = new(item, MathF.Max(0, popular.Scores[item] / popular.Largest), popular.Kind, -1);
            }
        }

        return list[..count];
    }

    /// <summary>Separate method, so that a read of made buckets does not allocate a closure.</summary>
    private PopularityBuckets MakeBuckets() =>
        LazyInitializer.EnsureInitialized(ref _buckets, () => new PopularityBuckets(Items, _parts.Popular));

    private RankingWorkspace Rent(ReadOnlySpan<SignalEvent> events)
    {
        RankingWorkspace work = _idle.TryTake(out RankingWorkspace? idle) ? idle : new RankingWorkspace(_parts);
        work.Retrieval.Interactions.Known = _parts.ItemCount;
        work.Retrieval.Interactions.Fold(events, _parts.SessionGapMs);
        return work;
    }

    private void Return(RankingWorkspace work)
    {
        work.Decisions.Release();
        _idle.Add(work);
    }

    private sealed class AllBut(int[] items, CandidateFilter filter) : CandidateFilter
    {
        public override bool Allows(int candidate) => !items.Contains(candidate) && filter.Allows(candidate);
    }
}
