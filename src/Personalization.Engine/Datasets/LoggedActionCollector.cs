using Personalization.Abstractions.EventLog;
using Personalization.Abstractions.Events;

namespace Personalization.Engine.Datasets;

/// <summary>Collects the drawn slots of shown lists from the log in its order: those of the latest lists, each with its reward. Not thread-safe.</summary>
internal sealed class LoggedActionCollector(EventVocabulary vocabulary)
{
    /// <summary>So many of the latest lists are kept: an estimate needs no more.</summary>
    private const int MostLists = 5_000;

    private readonly Dictionary<string, LoggedAction[]> _lists = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = [];

    /// <summary>The draws of lists that were shown, oldest first.</summary>
    public IEnumerable<LoggedAction> Shown => _order.SelectMany(list => _lists[list]).Where(draw => draw.TimeMs > 0);

    /// <summary>Takes in a list that explored; it counts from the event on that names it.</summary>
    public void Add(int user, ExploredEntry explored)
    {
        LoggedAction[] draws = [.. explored.Draws.Select(draw => new LoggedAction(user, 0, draw.Item.Value, draw.Position, draw.Propensity, [.. draw.Features], false))];
        if (_lists.TryAdd(explored.RecommendationId, draws))
        {
            _order.Enqueue(explored.RecommendationId);
        }

        while (_order.Count > MostLists)
        {
            _ = _lists.Remove(_order.Dequeue());
        }
    }

    /// <summary>Takes in an event, which may name a list.</summary>
    public void Add(UserEvent happened)
    {
        if (happened.RecommendationId is { } list && _lists.TryGetValue(list, out LoggedAction[]? draws))
        {
            long timeMs = happened.OccurredAt.ToUnixTimeMilliseconds();
            _lists[list] = [.. draws.Select(draw => draw with
            {
                TimeMs = draw.TimeMs > 0 ? draw.TimeMs : timeMs,
                IsRewarded = draw.IsRewarded || (draw.Item == happened.ItemId.Value && vocabulary.WeightOf(happened.Type) > 0),
            })];
        }
    }
}
