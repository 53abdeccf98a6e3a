using System.IO.Hashing;
using System.Runtime.InteropServices;
using Personalization.Abstractions.EventLog;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Identity;

namespace Personalization.Engine.Exploration;

/// <summary>
/// Learns rewards from the event log. Records must come in the order of the log. Not thread-safe.
/// </summary>
/// <remarks>
/// An explored item has reward 0 when its list is logged, and reward 1 after an event of positive weight on the item
/// with the id of the list. The result does not depend on the order of the rewards. The explored items of a user who
/// opts out or is forgotten can no longer get a reward.
/// </remarks>
public sealed class RewardLearner
{
    /// <summary>The number of latest explored items that can still get a reward. Later events are ignored.</summary>
    private const int MaxPending = 20_000;

    private readonly EventVocabulary _vocabulary;
    private readonly RewardModel _model;
    private readonly Dictionary<(string List, string Item), PendingAction> _pending = [];
    private readonly Queue<(string List, string Item)> _order = [];

    /// <summary>Creates a learner, or restores one.</summary>
    /// <param name="vocabulary">The weights of the event types.</param>
    /// <param name="stored">The stored state; null for a new learner.</param>
    public RewardLearner(EventVocabulary vocabulary, RewardLearnerState? stored = null)
    {
        _vocabulary = vocabulary;
        _model = new RewardModel(ActionFeatures.Count, ActionFeatures.Prior, stored?.Rewards);
        foreach (PendingAction draw in stored?.Open ?? [])
        {
            AddPending(draw);
        }
    }

    /// <summary>The number of changes of the model.</summary>
    public long Changes { get; private set; }

    /// <summary>The learned statistics.</summary>
    public RewardState Rewards => _model.ToState();

    /// <summary>Returns the state to store.</summary>
    public RewardLearnerState ToStored() => new()
    {
        Rewards = Rewards,
        Open =
        [
            .. _order.Where(_pending.ContainsKey).Select(draw => _pending[draw]),
        ],
    };

    /// <summary>Adds the next record of the log.</summary>
    public void Add(LogRecord record)
    {
        if (SyntheticUsers.ContainsKey(record.UserKey))
        {
            return;
        }

        if (record.Entry is ExploredEntry explored)
        {
            foreach (ExploredAction draw in explored.Draws.Where(draw => draw.Features.Length == ActionFeatures.Count))
            {
                double[] features = [.. draw.Features];
                _model.Add(draw.Item, features, 0);
                AddPending(new(explored.RecommendationId, draw.Item.Value, features, HashOf(record.UserKey)));
                Changes++;
            }
        }
        else if (record.Entry is ForgottenEntry or PreferencesEntry { Preferences.OptOut: true })
        {
            DropPending(HashOf(record.UserKey));
        }
        else if (record.Entry is EventEntry { Event: { RecommendationId: { } list } happened }
            && _vocabulary.WeightOf(happened.Type) > 0
            && _pending.Remove((list, happened.ItemId.Value), out PendingAction? pending))
        {
            _model.Reward(happened.ItemId, pending.Features, 1);
            Changes++;
        }
    }

    private static ulong HashOf(string userKey) => XxHash64.HashToUInt64(MemoryMarshal.AsBytes(userKey.AsSpan()));

    private void DropPending(ulong user)
    {
        foreach ((string, string) draw in _order.Where(draw => _pending.GetValueOrDefault(draw)?.User == user))
        {
            _ = _pending.Remove(draw);
        }
    }

    private void AddPending(PendingAction draw)
    {
        _pending[(draw.List, draw.Item)] = draw;
        _order.Enqueue((draw.List, draw.Item));
        while (_order.Count > MaxPending)
        {
            _ = _pending.Remove(_order.Dequeue());
        }
    }
}
