using System.Collections.Concurrent;
using System.Collections.Immutable;
using Personalization.Abstractions.Catalog;
using Personalization.Engine.Numerics;
using Personalization.Engine.Ranking;
using Personalization.Engine.Retrieval;

namespace Personalization.Engine.Models;

/// <summary>A model version in memory: immutable, swapped whole, safe for any number of concurrent callers.</summary>
public sealed class ModelSnapshot
{
    private readonly ModelParts _parts;
    private readonly Blender _blender;
    private readonly Blender _returning;
    private readonly Blender _given;
    private readonly ConcurrentBag<RankingWorkspace> _idle;
    private readonly BlendWeights _weights;
    private readonly BlendWeights _returningWeights;
    private readonly BlendWeights _givenWeights;
    private readonly bool _ranksGiven;
    private readonly LearnedRanker? _ranker;
    private readonly LearnedRanker? _returningRanker;
    private PopularityBuckets? _buckets;

    internal ModelSnapshot(
        string version, ItemIndex items, ModelParts parts, BlendWeights weights, BlendWeights? returning = null, LearnedRanker? ranker = null, LearnedRanker? returningRanker = null,
        BlendWeights? given = null, bool ranksGiven = true)
        : this(version, items, parts, (weights, ranker), (returning ?? weights, returningRanker), (given ?? weights, ranksGiven), [])
    {
    }

    private ModelSnapshot(
        string version, ItemIndex items, ModelParts parts, (BlendWeights Weights, LearnedRanker? Ranker) fresh, (BlendWeights Weights, LearnedRanker? Ranker) returning,
        (BlendWeights Weights, bool IsRanked) given, ConcurrentBag<RankingWorkspace> idle)
    {
        (Version, Items, _parts, _idle) = (version, items, parts, idle);
        (_weights, _ranker) = fresh;
        (_returningWeights, _returningRanker) = returning;
        (_givenWeights, _ranksGiven) = given;
        _blender = new Blender(parts, _weights.ToArray(), _ranker);
        _returning = new Blender(parts, _returningWeights.ToArray(), _returningRanker);
        _given = new Blender(parts, _givenWeights.ToArray(), _ranksGiven ? _ranker : null);
    }

    /// <summary>The version's name.</summary>
    public string Version { get; }

    /// <summary>The items the model knows.</summary>
    public ItemIndex Items { get; }

    /// <summary>The items by popularity.</summary>
    public PopularityBuckets Buckets => LazyInitializer.EnsureInitialized(ref _buckets, () => new PopularityBuckets(Items, _parts.Popular));

    /// <summary>The sources, for judging them one by one.</summary>
    internal ModelParts Parts => _parts;

    /// <summary>What its artifact says of it; null when it was never one.</summary>
    internal ModelManifest? Manifest { get; init; }

    /// <summary>What was learnt for ranking; null when the blend ranks all lists.</summary>
    internal TreeEnsemble? Trees => (_ranker ?? _returningRanker)?.Trees;

    /// <summary>Makes a snapshot of an artifact.</summary>
    /// <param name="version">The name the artifact was stored under.</param>
    /// <param name="files">Every file of the artifact by name.</param>
    /// <exception cref="InvalidDataException">A file is missing, short, changed or of another format or version: nothing of it may be served.</exception>
    public static ModelSnapshot Load(string version, IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files) => ModelArtifact.Read(version, files);

    /// <summary>
    /// The same version that also knows items that came into the catalogue after it was trained, each by a vector made of its content; at most
    /// <see cref="ColdStartItems.Limit"/> of them. An item whose content it cannot use, or that it was trained on, is passed over; one that was added before and has changed is made anew.
    /// </summary>
    /// <param name="items">The items; when there are too many the first are taken.</param>
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
            if ((known ? number < Items.Trained : vectors.Count >= ColdStartItems.Limit) || map.VectorOf(item) is not { } vector)
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

    /// <summary>The same list with every so manieth place kept for items nobody has met, those first whose content the user likes best; each once.</summary>
    /// <param name="ranked">The list.</param>
    /// <param name="signal">The user it is for.</param>
    /// <param name="gate">Items it refuses are not on it.</param>
    /// <param name="share">The share of the places, 0 to 0.5.</param>
    public RankedItem[] PlaceNew(RankedItem[] ranked, UserSignal signal, CandidateFilter gate, double share)
    {
        ArgumentNullException.ThrowIfNull(ranked);
        ArgumentNullException.ThrowIfNull(signal);
        if (_parts.Content is not { Count: > 0 } content || signal.Events.IsEmpty || (int)(share * ranked.Length) is not (> 0 and var places))
        {
            return ranked;
        }

        RankingWorkspace work = Rent(signal.Events.Span);
        try
        {
            Candidate[] liked = new Candidate[places];
            return ColdStartSlots.Fill(ranked, liked.AsSpan(0, content.Liked(work.Retrieval, gate, liked)), content.Kind, (int)Math.Round(1 / share));
        }
        finally
        {
            _idle.Add(work);
        }
    }

    private ModelSnapshot Grown(ItemIndex items, ModelParts parts) => new(
        Version, items, parts, (_weights, _ranker?.Over(parts, _weights)), (_returningWeights, _returningRanker?.Over(parts, _returningWeights)),
        (_givenWeights, _ranksGiven), parts.Capacity == _parts.Capacity ? _idle : [])
    {
        Manifest = Manifest,
    };

    /// <summary>The best items for a user, best first, filled up by popularity as far as the gate allows.</summary>
    /// <param name="signal">What is known of the user; nothing gives the popular items.</param>
    /// <param name="gate">Items it refuses are not on the list.</param>
    /// <param name="limit">The list's length, from 0; shorter only when the gate refuses the rest.</param>
    /// <param name="cancellationToken">Gives up between two sources.</param>
    /// <param name="sources">Only these sources are asked, and what they bring is blended without the learnt ranker, which learnt from all; null for all.</param>
    /// <exception cref="OperationCanceledException">Gave up; a part of a list is never returned.</exception>
    public RankedItem[] Recommend(UserSignal signal, CandidateFilter gate, int limit, CancellationToken cancellationToken, ImmutableArray<string>? sources = null)
    {
        ArgumentNullException.ThrowIfNull(signal);
        ArgumentNullException.ThrowIfNull(gate);
        ArgumentOutOfRangeException.ThrowIfNegative(limit);
        cancellationToken.ThrowIfCancellationRequested();
        RankingWorkspace work = Rent(signal.Events.Span);
        try
        {
            return (gate.RefusesSeen ? _blender : _returning).Recommend(work, gate, limit, signal.NowMs, cancellationToken, sources);
        }
        finally
        {
            _idle.Add(work);
        }
    }

    /// <summary>The caller's candidates in the user's order; every one comes back.</summary>
    /// <param name="signal">What is known of the user.</param>
    /// <param name="candidates">Numbers of items the model knows.</param>
    /// <param name="cancellationToken">Gives up between two sources.</param>
    /// <exception cref="ArgumentOutOfRangeException">A candidate is not a number of <see cref="Items"/>.</exception>
    /// <exception cref="OperationCanceledException">Gave up.</exception>
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
            return _given.Score(work, candidates, signal.NowMs, cancellationToken);
        }
        finally
        {
            _idle.Add(work);
        }
    }

    /// <summary>Items like another, most alike first; never that item itself, and never filled up by popularity.</summary>
    /// <param name="item">A number of <see cref="Items"/>.</param>
    /// <param name="gate">Items it refuses are not on the list.</param>
    /// <param name="limit">The most items wanted, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such item.</exception>
    public RankedItem[] Similar(int item, CandidateFilter gate, int limit)
    {
        ArgumentNullException.ThrowIfNull(gate);
        ArgumentOutOfRangeException.ThrowIfNegative(limit);
        ArgumentOutOfRangeException.ThrowIfNegative(item);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(item, Items.Count);
        RankingWorkspace work = Rent([new SignalEvent(item, 1, 0)]);
        try
        {
            return _blender.Similar(work, new AllBut(item, gate), limit);
        }
        finally
        {
            _idle.Add(work);
        }
    }

    /// <summary>The most popular items, best first. Scores are relative to the most popular item of all.</summary>
    /// <param name="gate">Items it refuses are not on the list.</param>
    /// <param name="limit">The list's length, from 0; shorter only when the gate refuses the rest.</param>
    public RankedItem[] Popular(CandidateFilter gate, int limit)
    {
        ArgumentNullException.ThrowIfNull(gate);
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

            if (gate.Allows(item))
            {
                list[count++] = new(item, MathF.Max(0, popular.Scores[item] / popular.Largest), popular.Kind, -1);
            }
        }

        return list[..count];
    }

    private RankingWorkspace Rent(ReadOnlySpan<SignalEvent> events)
    {
        RankingWorkspace work = _idle.TryTake(out RankingWorkspace? idle) ? idle : new RankingWorkspace(_parts);
        work.Retrieval.Interactions.Known = _parts.ItemCount;
        work.Retrieval.Interactions.Fold(events, _parts.SessionGapMs);
        return work;
    }

    private sealed class AllBut(int item, CandidateFilter gate) : CandidateFilter
    {
        public override bool Allows(int candidate) => candidate != item && gate.Allows(candidate);
    }
}
