using System.Collections.Immutable;
using Personalization.Abstractions.EventLog;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Experiments;
using Personalization.Abstractions.Recommendations;
using Personalization.Engine.Exploration;
using Personalization.Engine.Recommendations;
using Personalization.Grains.Experiments;
using Personalization.Grains.Serving;

namespace Personalization.Grains.Users;

/// <summary>
/// Draws the explored slots of a user's lists, and remembers the draws until an event names the list.
/// </summary>
/// <remarks>
/// The draws are logged with the first event that names their list. When the activation ends, other draws are dropped
/// whatever was drawn, so that the log stays a fair sample of the shown lists.
/// </remarks>
internal sealed class UserExploration(
    string userKey,
    PlacementPolicies policies,
    RewardHolder rewards,
    ExplorationBudget budget,
    TimeProvider time,
    string seed)
{
    /// <summary>The most answers that wait for an event that names them.</summary>
    private const int MostWaiting = 16;

    private readonly bool _takesPart = !Abstractions.Identity.SyntheticUsers.ContainsKey(userKey);
    private List<ExploredEntry>? _waiting;
    private Random? _chance;

    /// <summary>Gets whether a list of the placement can have explored slots.</summary>
    /// <param name="placement">The placement of the list.</param>
    /// <param name="arm">The exploration settings of the user's arms; null for those of the placement.</param>
    public bool CanExplore(string placement, ExplorationSettings? arm) =>
        _takesPart && (arm is not null || policies.For(placement).Exploration.Share != 0);

    /// <summary>
    /// Draws the explored slots of a list, if its placement explores, the list is sampled and budget is left.
    /// </summary>
    /// <param name="list">The ranked list.</param>
    /// <param name="placement">The placement of the list.</param>
    /// <param name="arm">The exploration settings of the user's arms; null for those of the placement.</param>
    public ExploredList Explore(ComposedList list, string placement, ExplorationSettings? arm)
    {
        PlacementExploration own = policies.For(placement).Exploration;
        if (!CanExplore(placement, arm))
        {
            return new ExploredList(list, []);
        }

        _chance ??= new Random(seed.Aggregate(17, static (sum, letter) => unchecked((sum * 31) + letter)));
        return (arm is not null || _chance.NextDouble() < own.Share)
            && budget.TryTake(policies.NameOf(placement), own.ListsPerMinute, time.GetUtcNow())
            ? ExploredList.Of(list, arm ?? own.ToSettings(), rewards.Current, _chance)
            : new ExploredList(list, []);
    }

    /// <summary>Remembers which draws an answer showed.</summary>
    public void Serve(string recommendationId, string placement, ImmutableArray<ExploredAction> draws, int shown)
    {
        if (draws.IsEmpty || draws[0].Position >= shown)
        {
            return;
        }

        _waiting ??= [];
        if (_waiting.Count == MostWaiting)
        {
            _waiting.RemoveAt(0);
        }

        _waiting.Add(new ExploredEntry
        {
            ReceivedAt = time.GetUtcNow(),
            RecommendationId = recommendationId,
            Placement = placement,
            Draws = [.. draws.Where(draw => draw.Position < shown)]
        });
    }

    /// <summary>Forgets the draws of an answer that was shown only in part.</summary>
    /// <param name="recommendationId">The answer.</param>
    /// <param name="shown">The items that were shown.</param>
    public void Keep(string recommendationId, ImmutableArray<RecommendedItem> shown)
    {
        if (_waiting?.FindIndex(entry => entry.RecommendationId == recommendationId) is not (>= 0 and var at))
        {
            return;
        }

        ExploredEntry entry = _waiting[at];
        _waiting.RemoveAt(at);
        ImmutableArray<ExploredAction> left =
            [.. entry.Draws.Where(draw => shown.Any(item => item.ItemId == draw.Item))];
        if (!left.IsEmpty)
        {
            _waiting.Insert(at, entry with { Draws = left });
        }
    }

    /// <summary>
    /// Returns the explored lists that events name for the first time, to be logged before the events.
    /// </summary>
    public IEnumerable<ExploredEntry> TakeNamed(IReadOnlyList<UserEvent> events)
    {
        if (_waiting is not { Count: > 0 } waiting)
        {
            return [];
        }

        ExploredEntry[] named =
        [.. waiting.Where(entry => events.Any(done => done.RecommendationId == entry.RecommendationId))];
        _ = waiting.RemoveAll(entry => Array.IndexOf(named, entry) >= 0);
        return named;
    }

    /// <summary>Drops all remembered draws. Call it when the user is erased.</summary>
    public void Clear() => _waiting = null;
}
