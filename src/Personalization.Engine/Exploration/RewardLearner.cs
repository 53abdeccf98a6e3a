using Personalization.Abstractions.EventLog;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Identity;

namespace Personalization.Engine.Exploration;

/// <summary>
/// Learns rewards from the event log in its order: a draw counts once an event names its list, with reward 0, and with 1 from the moment an event of positive weight on
/// the item names the list. Which came first does not matter to what is learnt. Not safe for concurrent use.
/// </summary>
public sealed class RewardLearner
{
    /// <summary>So many of the latest draws may still be rewarded; what is clicked on later than that is not learnt from.</summary>
    private const int MostOpen = 20_000;

    private readonly EventVocabulary _vocabulary;
    private readonly RewardModel _model;
    private readonly Dictionary<(string List, string Item), double[]> _open = [];
    private readonly Queue<(string List, string Item)> _order = [];

    /// <summary>Begins to learn, or goes on from what was stored.</summary>
    public RewardLearner(EventVocabulary vocabulary, RewardLearnerState? stored = null)
    {
        _vocabulary = vocabulary;
        _model = new RewardModel(ActionFeatures.Count, ActionFeatures.Prior, stored?.Rewards);
        foreach (PendingAction draw in stored?.Open ?? [])
        {
            Open(draw.List, draw.Item, draw.Features);
        }
    }

    /// <summary>Counts what changed the model.</summary>
    public long Changes { get; private set; }

    /// <summary>What was learnt.</summary>
    public RewardState Rewards => _model.ToState();

    /// <summary>What is stored.</summary>
    public RewardLearnerState ToStored() => new()
    {
        Rewards = Rewards,
        Open = [.. _order.Where(_open.ContainsKey).Select(draw => new PendingAction(draw.List, draw.Item, _open[draw]))],
    };

    /// <summary>Takes in the next record of the log.</summary>
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
                Open(explored.RecommendationId, draw.Item.Value, features);
                Changes++;
            }
        }
        else if (record.Entry is EventEntry { Event: { RecommendationId: { } list } done } && _vocabulary.WeightOf(done.Type) > 0
            && _open.Remove((list, done.ItemId.Value), out double[]? features))
        {
            _model.Reward(done.ItemId, features, 1);
            Changes++;
        }
    }

    private void Open(string list, string item, double[] features)
    {
        _open[(list, item)] = features;
        _order.Enqueue((list, item));
        while (_order.Count > MostOpen)
        {
            _ = _open.Remove(_order.Dequeue());
        }
    }
}
