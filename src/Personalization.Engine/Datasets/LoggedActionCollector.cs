using Personalization.Abstractions.EventLog;
using Personalization.Abstractions.Events;

namespace Personalization.Engine.Datasets;

/// <summary>
/// Collects the explored items of the latest shown lists from the log, each with its reward. Records must come in the
/// order of the log. Not thread-safe.
/// </summary>
internal sealed class LoggedActionCollector(EventVocabulary vocabulary)
{
    /// <summary>The number of latest lists to collect.</summary>
    /// <remarks>An off-policy estimate does not need more.</remarks>
    private const int MaxLists = 5_000;

    private readonly Dictionary<string, LoggedAction[]> _lists = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = [];

    /// <summary>The explored items of shown lists, oldest first.</summary>
    public IEnumerable<LoggedAction> Shown => _order.SelectMany(list => _lists[list]).Where(draw => draw.TimeMs > 0);

    /// <summary>Adds an exploring list. The list counts as shown after the first event with its id.</summary>
    public void Add(int user, ExploredEntry explored)
    {
        LoggedAction[] draws = [.. explored.Draws.Select(draw => new LoggedAction(
            user, 0, draw.Item.Value, draw.Position, draw.Propensity, [.. draw.Features], false))];
        if (_lists.TryAdd(explored.RecommendationId, draws))
        {
            _order.Enqueue(explored.RecommendationId);
        }

        while (_order.Count > MaxLists)
        {
            _ = _lists.Remove(_order.Dequeue());
        }
    }

    /// <summary>Adds an event, which may have the id of a list.</summary>
    public void Add(UserEvent happened)
    {
        if (happened.RecommendationId is { } list && _lists.TryGetValue(list, out LoggedAction[]? draws))
        {
            long timeMs = happened.OccurredAt.ToUnixTimeMilliseconds();
            _lists[list] = [.. draws.Select(draw => draw with
            {
                TimeMs = draw.TimeMs > 0 ? draw.TimeMs : timeMs,
                IsRewarded = draw.IsRewarded
                    || (draw.Item == happened.ItemId.Value && vocabulary.WeightOf(happened.Type) > 0),
            })];
        }
    }
}
