using System.Collections.Immutable;
using Personalization.Abstractions.Pages;
using Personalization.Abstractions.Recommendations;
using Personalization.Engine.Experiments.Assignment;
using Personalization.Engine.Pages;
using Personalization.Engine.Placements;
using Personalization.Engine.Profiles;
using Personalization.Engine.Recommendations;
using Personalization.Grains.Recommendations;
using Personalization.Grains.Serving;

namespace Personalization.Grains.Users;

/// <summary>A user's pages: rows from one profile and one serving state, each with its own recommendation id.</summary>
/// <remarks>
/// Synchronous, without calls to other processes. A row of the source recommended takes the user's cached list of its
/// placement when the list is current.
/// </remarks>
internal sealed class UserPages(
    UserLists lists,
    ServingHolder holder,
    SiloLease lease,
    PlacementPolicies policies,
    UserExploration exploration,
    string idPrefix,
    TimeProvider time)
{
    private long _served;

    /// <summary>Returns the arms that the user must enter before the rows of the source recommended.</summary>
    public ImmutableArray<AssignedArm> ArmsDue(UserProfile profile, PageQuery page)
    {
        ImmutableArray<AssignedArm> due = [];
        foreach (RowQuery row in page.Rows)
        {
            if (row.Source == RowSource.Recommended)
            {
                due = due.Union(lists.Find(profile, QueryOf(page, row, row.Count, page.DeadlineMs)).Due)
                    .ToImmutableArray();
            }
        }

        return due;
    }

    /// <summary>Composes a page; always with all rows, whose fallback levels state their quality.</summary>
    public PageAnswer Compose(UserProfile profile, PageQuery page, CancellationToken cancellationToken)
    {
        long started = time.GetTimestamp();
        DateTimeOffset now = time.GetUtcNow();
        ServingState serving = holder.Current;
        using Deadline deadline = new(page.DeadlineMs, time, cancellationToken);
        PageState state = new(
            serving,
            holder.Fallback,
            holder.Rows,
            profile,
            policies.For,
            (row, policy) => FilterOf(serving, profile, QueryOf(page, row, row.Count, page.DeadlineMs), policy, now),
            now)
        {
            Unconfirmed = page.MinVersion > profile.Version ? FallbackReasons.ProfileBehind
                : lease.IsHeld ? null
                : FallbackReasons.Unconfirmed,
        };
        ImmutableArray<ComposedRow> rows = PageComposer.Compose(
            state,
            page,
            (row, count) => lists.Recommend(
                profile,
                QueryOf(page, row, count, page.DeadlineMs - (int)time.GetElapsedTime(started).TotalMilliseconds),
                cancellationToken),
            deadline.Token);
        return new PageAnswer(
            [.. rows.Select((row, i) => RowOf(page, page.Rows[i], row, serving, profile.Version, now))],
            profile.Version,
            serving.Model?.Version);
    }

    private RecommendationFilter FilterOf(
        ServingState serving,
        UserProfile profile,
        RecommendationQuery query,
        PlacementPolicy? policy,
        DateTimeOffset now) => profile.Preferences.OptOut && policy is null
        ? ListFilters.ForAll(policies, serving, profile, query, now)
        : ListFilters.For(policies, serving, profile, query, now, policy);

    private static RecommendationQuery QueryOf(PageQuery page, RowQuery row, int count, int deadlineMs) => new()
    {
        Placement = row.Placement ?? page.Placement,
        Count = count,
        Cursor = row.Cursor,
        Filter = row.Filter,
        MinVersion = page.MinVersion,
        DeadlineMs = deadlineMs,
        Context = page.Context,
    };

    private PageRow RowOf(
        PageQuery page, RowQuery row, ComposedRow composed, ServingState serving, long version, DateTimeOffset now)
    {
        ScrollCursor? next = composed.Items.Length < row.Count
            ? null
            : ScrollCursor.After(row.Cursor, composed.Items.Select(item => item.ItemId));
        if (composed.List is { } list)
        {
            exploration.Keep(list.RecommendationId, composed.Items);
            return new PageRow(
                row.Id, row.Source, composed.Title, composed.Evidence,
                list with { Items = composed.Items, Next = next, Rendering = null, FallbackReason = composed.Reason });
        }

        return new PageRow(
            row.Id, row.Source, composed.Title, composed.Evidence,
            new RecommendationList
            {
                RecommendationId = RecommendationIds.Make(idPrefix, _served++, composed.Level),
                Items = composed.Items,
                FallbackLevel = composed.Level,
                FallbackReason = composed.Reason,
                RankedAt = now,
                ModelVersion = serving.Model?.Version,
                ProfileVersion = version,
                Next = next,
            });
    }
}
