using System.Collections.Immutable;
using Personalization.Abstractions.EventLog;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Experiments;
using Personalization.Engine.Exploration;
using Personalization.Engine.Recommendations;
using Personalization.Grains.Experiments;
using Personalization.Grains.Serving;

namespace Personalization.Grains.Users;

/// <summary>
/// Draws the marked slots of a user's lists, and remembers what was drawn until an event names the list: then it is logged with that event. What no event names before the
/// activation ends is forgotten, whatever was drawn, so what is logged stays a fair sample of what was shown.
/// </summary>
internal sealed class UserExploration(string userKey, PlacementPolicies policies, RewardHolder rewards, ExplorationBudget budget, TimeProvider time, string seed)
{
    /// <summary>So many answers wait for an event that names them.</summary>
    private const int MostWaiting = 16;

    private readonly bool _takesPart = !Abstractions.Identity.SyntheticUsers.ContainsKey(userKey);
    private List<ExploredEntry>? _waiting;
    private Random? _chance;

    /// <summary>Draws the marked slots of a list, when its placement explores, this list is chosen, and there is budget left.</summary>
    /// <param name="list">The list as it was ranked.</param>
    /// <param name="placement">Where it will be shown.</param>
    /// <param name="arm">How the user's arms explore; null for as the placement does.</param>
    public ExploredList Explore(ComposedList list, string placement, ExplorationSettings? arm)
    {
        PlacementExploration own = policies.For(placement).Exploration;
        if (!_takesPart || (arm is null && own.Share == 0))
        {
            return new ExploredList(list, []);
        }

        _chance ??= new Random(seed.Aggregate(17, static (sum, letter) => unchecked((sum * 31) + letter)));
        return (arm is not null || _chance.NextDouble() < own.Share) && budget.TryTake(policies.NameOf(placement), own.ListsPerMinute, time.GetUtcNow())
            ? ExploredList.Of(list, arm ?? own.ToSettings(), rewards.Current, _chance)
            : new ExploredList(list, []);
    }

    /// <summary>Remembers what an answer showed of what was drawn.</summary>
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

        _waiting.Add(new ExploredEntry { ReceivedAt = time.GetUtcNow(), RecommendationId = recommendationId, Placement = placement, Draws = [.. draws.Where(draw => draw.Position < shown)] });
    }

    /// <summary>The explored lists that events name for the first time, to be logged before them.</summary>
    public IEnumerable<ExploredEntry> TakeNamed(IReadOnlyList<UserEvent> events)
    {
        if (_waiting is not { Count: > 0 } waiting)
        {
            return [];
        }

        ExploredEntry[] named = [.. waiting.Where(entry => events.Any(done => done.RecommendationId == entry.RecommendationId))];
        _ = waiting.RemoveAll(entry => Array.IndexOf(named, entry) >= 0);
        return named;
    }

    /// <summary>Forgets what was drawn: the user was forgotten.</summary>
    public void Clear() => _waiting = null;
}
