using System.Collections.Immutable;
using Personalization.Abstractions.Filters;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Recommendations;
using Personalization.Engine.Experiments.Assignment;
using Personalization.Engine.Merchandising;
using Personalization.Engine.Placements;
using Personalization.Engine.Profiles;
using Personalization.Engine.Recommendations;
using Personalization.Grains.Recommendations;
using Personalization.Grains.Rollouts;
using Personalization.Grains.Serving;

namespace Personalization.Grains.Users;

/// <summary>
/// A user's lists: from the cache when current, otherwise ranked within the deadline, and from a fallback level when
/// that fails.
/// </summary>
/// <remarks>Synchronous, without calls to other processes.</remarks>
internal sealed class UserLists(
    ServingHolder holder,
    SiloLease lease,
    PlacementPolicies policies,
    ListComposer composer,
    ServingOptions options,
    UserArms arms,
    UserExploration exploration,
    TimeProvider time,
    string idPrefix,
    RolloutCounter rollout,
    IdSigner signer)
{
    private readonly CachedUserLists _lists = new(options.ListsPerUser);
    private readonly TimeSpan _maxAge = TimeSpan.FromSeconds(options.ListMaxAgeSeconds);
    private long _served;

    /// <summary>The cached lists. Other threads may read them.</summary>
    public CachedUserLists Cached => _lists;

    /// <summary>
    /// Looks up the cached list that answers a query, and the arms that the user must enter before a fresh list.
    /// </summary>
    public ListLookup Find(UserProfile profile, RecommendationQuery query)
    {
        DateTimeOffset now = time.GetUtcNow();
        CachedList? current = FindCurrent(profile, query, now);
        return new ListLookup(now, current, current is null ? ArmsDue(profile, query, now) : []);
    }

    /// <summary>Answers a query; always with a list, whose fallback level states its quality.</summary>
    public RecommendationList Recommend(
        UserProfile profile, RecommendationQuery query, CancellationToken cancellationToken)
    {
        DateTimeOffset now = time.GetUtcNow();
        return Recommend(profile, query, FindCurrent(profile, query, now), now, cancellationToken);
    }

    /// <summary>Answers a query with what <see cref="Find"/> returned in the same synchronous step.</summary>
    public RecommendationList Recommend(
        UserProfile profile, RecommendationQuery query, ListLookup found, CancellationToken cancellationToken) =>
        Recommend(profile, query, found.Current, found.At, cancellationToken);

    /// <summary>Ranks the caller's candidates.</summary>
    public RecommendationList Rank(UserProfile profile, RankQuery query, CancellationToken cancellationToken)
    {
        DateTimeOffset now = time.GetUtcNow();
        ServingState serving = holder.Current;
        FilterBindings bindings = new() { User = profile.Preferences.Attributes, Context = query.Context };
        ImmutableArray<ItemId> candidates = query.Filter?.Bind(bindings) is { } filter
            ? [.. query.Candidates.Where(item => filter.Allows(serving.Catalog.Find(item.Value)))]
            : query.Candidates;
        using Deadline deadline = new(query.DeadlineMs, time, cancellationToken);
        try
        {
            ComposedList list = composer.Rank(serving, profile, candidates, now, deadline.Token);
            (FallbackLevel level, string? reason) = serving.Model is null
                ? (FallbackLevel.Static, FallbackReasons.NoModel)
                : profile.Preferences.OptOut ? (FallbackLevel.Popular, FallbackReasons.OptOut)
                : lease.IsHeld ? (FallbackLevel.Fresh, null) : (FallbackLevel.Cached, FallbackReasons.Unconfirmed);
            return Answer(
                list.Items,
                null,
                level,
                reason,
                now,
                serving.Model?.Version,
                profile.Version);
        }
        catch (OperationCanceledException)
        {
            ImmutableArray<RecommendedItem> inGivenOrder =
            [
                .. ListComposer.Shown(candidates, serving, now)
                    .Select(id => new RecommendedItem(id, 0, new Reason(ReasonKind.Configured, null))),
            ];
            return Answer(
                inGivenOrder, null, FallbackLevel.Static, FallbackReasons.Deadline, now, null, profile.Version);
        }
    }

    /// <summary>Drops every cached list. Call it when the user is erased.</summary>
    public void Clear()
    {
        _lists.Clear();
        exploration.Clear();
    }

    private RecommendationList Recommend(
        UserProfile profile,
        RecommendationQuery query,
        CachedList? current,
        DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        if (query.MinVersion > profile.Version)
        {
            return FallBack(profile, query, FallbackReasons.ProfileBehind, now);
        }

        if (!lease.IsHeld)
        {
            return FallBack(profile, query, FallbackReasons.Unconfirmed, now);
        }

        if (current is not null)
        {
            return FromCurrent(current, profile, query, now, cancellationToken);
        }

        ServingState serving = holder.Current;
        if (serving.Model is null)
        {
            return FallBack(profile, query, FallbackReasons.NoModel, now);
        }

        if (profile.Preferences.OptOut)
        {
            RecommendationFilter gate = ListFilters.ForAll(policies, serving, profile, query, now);
            ComposedList popular = ListComposer.ComposePopular(serving, gate, query.Count);
            return Answer(
                popular.Items,
                NextAfter(query, popular.Items),
                FallbackLevel.Popular,
                FallbackReasons.OptOut,
                now,
                serving.Model.Version,
                profile.Version);
        }

        return Compose(profile, query, query.Cursor is null, now, cancellationToken);
    }

    /// <summary>The arms to enter before a fresh list; none when the query cannot get a fresh list.</summary>
    private ImmutableArray<AssignedArm> ArmsDue(UserProfile profile, RecommendationQuery query, DateTimeOffset now) =>
        arms.CanBeDue(now) && query.MinVersion <= profile.Version && lease.IsHeld && holder.Current.Model is not null
            ? arms.Due(profile, query.Placement, now)
            : [];

    private CachedList? FindCurrent(UserProfile profile, RecommendationQuery query, DateTimeOffset now) =>
        _lists.Find(query) is { } cached && IsCurrent(cached, profile, now) ? cached : null;

    private bool IsCurrent(CachedList cached, UserProfile profile, DateTimeOffset now) =>
        cached.IsCurrent(holder.For(cached.Arms.Patch.ModelVersion), profile.Version, now, _maxAge)
        && arms.AreCurrent(cached.Arms, now)
        && cached.HasRules(policies.Rules);

    private RecommendationList FromCurrent(
        CachedList cached,
        UserProfile profile,
        RecommendationQuery query,
        DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        if (query.Cursor is not { } cursor)
        {
            if (cached.List.Items.Length < query.Count && !cached.IsWhole)
            {
                return Compose(profile, query, cache: true, now, cancellationToken);
            }

            EnsureExplained(cached, query.Count, profile, query, cancellationToken);
            return Serve(cached, query.Count);
        }

        EnsureExplained(cached, int.MaxValue, profile, query, cancellationToken);
        ImmutableArray<RecommendedItem> rest =
        [.. cached.List.Items.Where(item => !cursor.HasShown(item.ItemId)).Take(query.Count)];
        return rest.Length == query.Count || cached.IsWhole
            ? Answer(
                rest,
                NextAfter(query, rest),
                FallbackLevel.Fresh,
                null,
                cached.RankedAt,
                cached.ModelVersion,
                cached.ProfileVersion,
                cached.Arms)
            : Compose(profile, query, cache: false, now, cancellationToken);
    }

    private RecommendationList Compose(
        UserProfile profile,
        RecommendationQuery query,
        bool cache,
        DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        ListArms chosen = arms.For(profile, query.Placement, now);
        return Compose(profile, query, chosen, holder.For(chosen.Patch.ModelVersion), cache, now, cancellationToken);
    }

    private RecommendationList Compose(
        UserProfile profile,
        RecommendationQuery query,
        ListArms chosen,
        ServingState serving,
        bool cache,
        DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        if (query.DeadlineMs <= 0)
        {
            return FallBack(profile, query, FallbackReasons.Deadline, now);
        }

        long started = time.GetTimestamp();
        using Deadline deadline = new(query.DeadlineMs, time, cancellationToken);
        try
        {
            RuleBoard rules = policies.Rules;
            PlacementPolicy policy = PolicyOf(query, chosen);
            int limit = cache ? Math.Max(options.ListLength, query.Count) : query.Count;
            RecommendationFilter gate = ListFilters.For(
                policies, serving, profile, query, now, policy, chosen.Patch.WithoutRules);
            bool shifts = gate.Rules.Moves || exploration.CanExplore(query.Placement, chosen.Patch.Exploration);
            ComposedList list = composer.Compose(
                serving, profile, policy, gate, limit, now, deadline.Token, chosen.Patch.Sources,
                shifts ? int.MaxValue : query.Count);
            rollout.Ranked(serving, list, time.GetElapsedTime(started));
            Shadow(profile, query, serving, policy, now);
            if (!cache)
            {
                return Answer(
                    list.Items,
                    NextAfter(query, list.Items),
                    FallbackLevel.Fresh,
                    null,
                    now,
                    serving.Model!.Version,
                    profile.Version,
                    chosen);
            }

            ExploredList explored = gate.Rules.Moves
                ? new ExploredList(list, [])
                : exploration.Explore(list, query.Placement, chosen.Patch.Exploration);
            CachedList cached = new(
                ListKey.Of(query), explored.List, serving, chosen, explored.Draws, profile.Version, now, limit,
                rules);
            _lists.Keep(cached, query);
            return Serve(cached, query.Count);
        }
        catch (OperationCanceledException)
        {
            rollout.Late(serving);
            return FallBack(profile, query, FallbackReasons.Deadline, now);
        }
        catch (Exception) when (!ReferenceEquals(serving, holder.Current))
        {
            // A version under test failed; the live one answers.
            rollout.Failed(serving);
            return Compose(profile, query, chosen, holder.Current, cache, now, cancellationToken);
        }
    }

    /// <summary>
    /// Finds the reasons of items that no page has shown, by ranking the list again as of its time. Without time left,
    /// the items keep their preliminary reasons.
    /// </summary>
    private void EnsureExplained(
        CachedList cached,
        int count,
        UserProfile profile,
        RecommendationQuery query,
        CancellationToken cancellationToken)
    {
        ServingState serving = holder.For(cached.Arms.Patch.ModelVersion);
        if (cached.IsExplained(count) || serving.Model is null || query.DeadlineMs <= 0)
        {
            return;
        }

        using Deadline deadline = new(query.DeadlineMs, time, cancellationToken);
        try
        {
            PlacementPolicy policy = PolicyOf(query, cached.Arms);
            RecommendationFilter gate = ListFilters.For(
                policies, serving, profile, query with { Cursor = null }, cached.RankedAt, policy,
                cached.Arms.Patch.WithoutRules);
            cached.Explain(composer.Compose(
                serving, profile, policy, gate, cached.Limit, cached.RankedAt, deadline.Token,
                cached.Arms.Patch.Sources));
        }
        catch (OperationCanceledException)
        {
            rollout.Late(serving);
        }
    }

    private PlacementPolicy PolicyOf(RecommendationQuery query, ListArms chosen)
    {
        PlacementPolicy policy = policies.For(query.Placement);
        return chosen.Patch.Policy is { } patch ? policy.With(patch) : policy;
    }

    /// <summary>Queues a sampled request for ranking by a shadow, later and outside the user's turn.</summary>
    private void Shadow(
        UserProfile profile,
        RecommendationQuery query,
        ServingState serving,
        PlacementPolicy policy,
        DateTimeOffset now)
    {
        if (rollout.ShadowOf(serving) is { } shadow)
        {
            ShadowSide Of(ServingState state) => new(
                state,
                composer.SignalOf(state, profile, now),
                ListFilters.For(policies, state, profile, query, now, policy));
            rollout.Offer(new ShadowCase(Of(serving), Of(shadow), policy, profile.Preferences.Categories));
        }
    }

    private RecommendationList Serve(CachedList cached, int count)
    {
        FirstPage page = cached.FirstPageOf(count);
        RecommendationList answer = Answer(
            page.Items, page.Next, FallbackLevel.Fresh, null, cached.RankedAt, cached.ModelVersion,
            cached.ProfileVersion, cached.Arms, page.Rendering);
        exploration.Serve(answer.RecommendationId, cached.Placement, cached.Draws, page.Items.Length);
        return answer;
    }

    private RecommendationList FallBack(
        UserProfile profile, RecommendationQuery query, string reason, DateTimeOffset now)
    {
        FallbackItems found = FallbackItems.Find(holder, policies, profile, query, _lists.Find(query), now);
        ScrollCursor? next = NextAfter(query, found.Items);
        return found.Cached is { } cached
            ? Answer(
                found.Items, next, found.Level, reason, cached.RankedAt, cached.ModelVersion, cached.ProfileVersion,
                cached.Arms)
            : Answer(found.Items, next, found.Level, reason, now, found.ModelVersion, profile.Version);
    }

    private static ScrollCursor? NextAfter(RecommendationQuery query, ImmutableArray<RecommendedItem> page) =>
        page.Length < query.Count ? null : ScrollCursor.After(query.Cursor, page.Select(item => item.ItemId));

    private RecommendationList Answer(
        ImmutableArray<RecommendedItem> items, ScrollCursor? next, FallbackLevel level, string? reason,
        DateTimeOffset rankedAt, string? modelVersion, long profileVersion, ListArms? made =
            null, ListRendering? rendering = null) => new()
            {
                RecommendationId = signer.MakeId(idPrefix, _served++, level, time.GetUtcNow(), made?.Numbers),
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
