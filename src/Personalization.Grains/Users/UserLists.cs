using System.Collections.Immutable;
using Personalization.Abstractions.Recommendations;
using Personalization.Engine.Experiments.Assignment;
using Personalization.Engine.Placements;
using Personalization.Engine.Profiles;
using Personalization.Engine.Ranking;
using Personalization.Engine.Recommendations;
using Personalization.Grains.Recommendations;
using Personalization.Grains.Rollouts;
using Personalization.Grains.Serving;

namespace Personalization.Grains.Users;

/// <summary>
/// A user's lists: served from the kept list when it is current, ranked inside the deadline when it is not, and from the ladder's
/// lower levels, by name, when that fails. Synchronous: nothing here leaves the process.
/// </summary>
internal sealed class UserLists(
    ServingHolder holder, SiloLease lease, PlacementPolicies policies, ListComposer composer, ServingOptions options, UserArms arms, UserExploration exploration, TimeProvider time, string idPrefix, RolloutCounter rollout)
{
    private readonly List<CachedList> _kept = [];
    private readonly TimeSpan _maxAge = TimeSpan.FromSeconds(options.ListMaxAgeSeconds);
    private long _served;

    /// <summary>Answers a query; always with a list, whose level says how good it is.</summary>
    public RecommendationList Recommend(UserProfile profile, RecommendationQuery query, CancellationToken cancellationToken)
    {
        DateTimeOffset now = time.GetUtcNow();
        if (query.MinVersion > profile.Version)
        {
            return StepDown(profile, query, FallbackReasons.ProfileBehind, now);
        }

        if (!lease.IsHeld)
        {
            return StepDown(profile, query, FallbackReasons.Unconfirmed, now);
        }

        ServingState serving = holder.Current;
        CachedList? kept = Find(query);
        if (kept is not null && IsCurrent(kept, profile, now))
        {
            return FromCurrent(kept, profile, query, now, cancellationToken);
        }

        if (serving.Model is null)
        {
            return StepDown(profile, query, FallbackReasons.NoModel, now);
        }

        if (profile.Preferences.OptOut)
        {
            ComposedList popular = ListComposer.ComposePopular(serving, Gate(serving, null, query, now, query.Cursor), query.Count);
            return Answer(popular.Items, NextAfter(query, popular.Items), FallbackLevel.Popular, FallbackReasons.OptOut, now, serving.Model.Version, profile.Version);
        }

        return Compose(profile, query, query.Cursor is null, now, cancellationToken);
    }

    /// <summary>The arms the user must enter before the query can be answered with them: none when it is answered by a kept list, or not freshly.</summary>
    public ImmutableArray<AssignedArm> ArmsDue(UserProfile profile, RecommendationQuery query)
    {
        DateTimeOffset now = time.GetUtcNow();
        return !arms.CanBeDue(now) || query.MinVersion > profile.Version || !lease.IsHeld || holder.Current.Model is null || (Find(query) is { } kept && IsCurrent(kept, profile, now))
            ? []
            : arms.Due(profile, query.Placement, now);
    }

    /// <summary>Puts the caller's candidates in order.</summary>
    public RecommendationList Rank(UserProfile profile, RankQuery query, CancellationToken cancellationToken)
    {
        DateTimeOffset now = time.GetUtcNow();
        ServingState serving = holder.Current;
        using Deadline deadline = new(query.DeadlineMs, time, cancellationToken);
        try
        {
            ComposedList list = composer.Rank(serving, profile, query.Candidates, now, deadline.Token);
            bool ranked = serving.Model is not null;
            return Answer(list.Items, null, ranked ? FallbackLevel.Fresh : FallbackLevel.Static, ranked ? null : FallbackReasons.NoModel, now, serving.Model?.Version, profile.Version);
        }
        catch (OperationCanceledException)
        {
            ImmutableArray<RecommendedItem> asGiven = [.. query.Candidates.Select(id => new RecommendedItem(id, 0, new Reason(ReasonKind.Configured, null)))];
            return Answer(asGiven, null, FallbackLevel.Static, FallbackReasons.Deadline, now, null, profile.Version);
        }
    }

    /// <summary>Drops every kept list: the user was forgotten.</summary>
    public void Clear()
    {
        _kept.Clear();
        exploration.Clear();
    }

    private bool IsCurrent(CachedList kept, UserProfile profile, DateTimeOffset now) =>
        kept.IsCurrent(holder.For(kept.Arms.Patch.ModelVersion), profile.Version, now, _maxAge) && arms.AreCurrent(kept.Arms, now);

    private RecommendationList FromCurrent(
        CachedList kept, UserProfile profile, RecommendationQuery query, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (query.Cursor is not { } cursor)
        {
            if (kept.List.Items.Length < query.Count && !kept.IsWhole)
            {
                return Compose(profile, query, keep: true, now, cancellationToken);
            }

            return FirstPage(kept, query.Count);
        }

        ImmutableArray<RecommendedItem> rest = [.. kept.List.Items.Where(item => !cursor.HasShown(item.ItemId)).Take(query.Count)];
        return rest.Length == query.Count || kept.IsWhole
            ? Answer(rest, NextAfter(query, rest), FallbackLevel.Fresh, null, kept.RankedAt, kept.ModelVersion, kept.ProfileVersion, kept.Arms)
            : Compose(profile, query, keep: false, now, cancellationToken);
    }

    private RecommendationList Compose(UserProfile profile, RecommendationQuery query, bool keep, DateTimeOffset now, CancellationToken cancellationToken)
    {
        ListArms chosen = arms.For(profile, query.Placement, now);
        return Compose(profile, query, chosen, holder.For(chosen.Patch.ModelVersion), keep, now, cancellationToken);
    }

    private RecommendationList Compose(
        UserProfile profile, RecommendationQuery query, ListArms chosen, ServingState serving, bool keep, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (query.DeadlineMs <= 0)
        {
            return StepDown(profile, query, FallbackReasons.Deadline, now);
        }

        long started = time.GetTimestamp();
        using Deadline deadline = new(query.DeadlineMs, time, cancellationToken);
        try
        {
            PlacementPolicy policy = policies.For(query.Placement);
            policy = chosen.Patch.Policy is { } patch ? policy.With(patch) : policy;
            int limit = keep ? Math.Max(options.ListLength, query.Count) : query.Count;
            RecommendationFilter gate = new(serving, policy, profile, query.Filter, query.Cursor, now);
            ComposedList list = composer.Compose(serving, profile, policy, gate, limit, now, deadline.Token, chosen.Patch.Sources);
            rollout.Ranked(serving, list, time.GetElapsedTime(started));
            Shadow(profile, query, serving, policy, now);
            if (!keep)
            {
                return Answer(list.Items, NextAfter(query, list.Items), FallbackLevel.Fresh, null, now, serving.Model!.Version, profile.Version, chosen);
            }

            ExploredList explored = exploration.Explore(list, query.Placement, chosen.Patch.Exploration);
            CachedList kept = new(query.Placement, query.Filter?.Text, explored.List, serving, chosen, explored.Draws, profile.Version, now, list.Items.Length < limit);
            Keep(kept, query);
            return FirstPage(kept, query.Count);
        }
        catch (OperationCanceledException)
        {
            rollout.Late(serving);
            return StepDown(profile, query, FallbackReasons.Deadline, now);
        }
        catch (Exception) when (!ReferenceEquals(serving, holder.Current))
        {
            // what a version under trial cannot do, the live one does
            rollout.Failed(serving);
            return Compose(profile, query, chosen, holder.Current, keep, now, cancellationToken);
        }
    }

    /// <summary>Has a sampled request ranked by a shadow too, later and beside the user's turn.</summary>
    private void Shadow(UserProfile profile, RecommendationQuery query, ServingState serving, PlacementPolicy policy, DateTimeOffset now)
    {
        if (rollout.ShadowOf(serving) is { } shadow)
        {
            ShadowSide Of(ServingState state) => new(state, composer.SignalOf(state, profile, now), new RecommendationFilter(state, policy, profile, query.Filter, query.Cursor, now));
            rollout.Offer(new ShadowCase(Of(serving), Of(shadow), policy, profile.Preferences.Categories));
        }
    }

    private RecommendationList FirstPage(CachedList kept, int count)
    {
        (ImmutableArray<RecommendedItem> page, ScrollCursor? next, ListRendering rendering) = kept.FirstPage(count);
        RecommendationList answer = Answer(page, next, FallbackLevel.Fresh, null, kept.RankedAt, kept.ModelVersion, kept.ProfileVersion, kept.Arms, rendering);
        exploration.Serve(answer.RecommendationId, kept.Placement, kept.Draws, page.Length);
        return answer;
    }

    /// <summary>The ladder below fresh: the user's earlier list, the segment's, everybody's, the configured one.</summary>
    private RecommendationList StepDown(UserProfile profile, RecommendationQuery query, string reason, DateTimeOffset now)
    {
        if (Find(query) is { } kept && !profile.Preferences.OptOut && !holder.IsWithdrawn(kept.ModelVersion))
        {
            CatalogSnapshot catalog = holder.Current.Catalog;
            ImmutableArray<RecommendedItem> still = [.. kept.List.Items.Where(item => CanStillBeShown(item, catalog, query, now)).Take(query.Count)];
            if (!still.IsEmpty)
            {
                return Answer(still, NextAfter(query, still), FallbackLevel.Cached, reason, kept.RankedAt, kept.ModelVersion, kept.ProfileVersion, kept.Arms);
            }
        }

        FallbackLists fallback = holder.Fallback;
        RecommendationFilter gate = Gate(fallback.Serving, profile, query, now, query.Cursor);
        string? category = null;
        RankedItem[] segment = profile.Preferences.OptOut ? [] : fallback.Segment(profile, gate, query.Count, out category);
        RankedItem[] items = segment.Length > 0 ? segment : fallback.Popular(gate, query.Count);
        if (items.Length > 0)
        {
            ComposedList list = ListComposer.ComposeFallback(items, fallback.Serving, segment.Length > 0 ? category : null);
            FallbackLevel level = segment.Length > 0 ? FallbackLevel.Segment : FallbackLevel.Popular;
            return Answer(list.Items, NextAfter(query, list.Items), level, reason, now, fallback.Serving.Model?.Version, 0);
        }

        ServingState serving = holder.Current;
        ComposedList configured = ListComposer.ComposeStatic(serving, policies.For(query.Placement), Gate(serving, profile, query, now, query.Cursor), query.Count);
        return Answer(configured.Items, NextAfter(query, configured.Items), FallbackLevel.Static, reason, now, null, 0);
    }

    private static bool CanStillBeShown(RecommendedItem item, CatalogSnapshot catalog, RecommendationQuery query, DateTimeOffset now) =>
        catalog.Find(item.ItemId.Value) is not { } entry || (entry.CanBeShown(now) && query.Filter?.Allows(entry) != false)
            ? query.Cursor?.HasShown(item.ItemId) != true
            : false;

    private static ScrollCursor? NextAfter(RecommendationQuery query, ImmutableArray<RecommendedItem> page) =>
        page.Length < query.Count ? null : ScrollCursor.After(query.Cursor, page.Select(item => item.ItemId));

    private RecommendationFilter Gate(ServingState serving, UserProfile? profile, RecommendationQuery query, DateTimeOffset now, ScrollCursor? cursor) =>
        new(serving, policies.For(query.Placement), profile, query.Filter, cursor, now);

    private CachedList? Find(RecommendationQuery query)
    {
        foreach (CachedList kept in _kept)
        {
            if (kept.IsFor(query.Placement, query.Filter?.Text))
            {
                return kept;
            }
        }

        return null;
    }

    private void Keep(CachedList list, RecommendationQuery query)
    {
        _ = _kept.RemoveAll(kept => kept.IsFor(query.Placement, query.Filter?.Text));
        _kept.Insert(0, list);
        if (_kept.Count > options.ListsPerUser)
        {
            _kept.RemoveAt(_kept.Count - 1);
        }
    }

    private RecommendationList Answer(
        ImmutableArray<RecommendedItem> items, ScrollCursor? next, FallbackLevel level, string? reason,
        DateTimeOffset rankedAt, string? modelVersion, long profileVersion, ListArms? made = null, ListRendering? rendering = null) => new()
        {
            RecommendationId = made?.Numbers is { } numbers ? RecommendationIds.Make(idPrefix, _served++, level, time.GetUtcNow(), numbers) : RecommendationIds.Make(idPrefix, _served++, level),
            Items = items,
            FallbackLevel = level,
            FallbackReason = reason,
            RankedAt = rankedAt,
            ModelVersion = modelVersion,
            ProfileVersion = profileVersion,
            Arm = made?.Names,
            Next = next,
            Rendering = rendering,
        };
}
