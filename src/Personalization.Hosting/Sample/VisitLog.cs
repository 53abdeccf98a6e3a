using System.Globalization;
using Personalization.Abstractions.Events;

namespace Personalization.Hosting.Sample;

/// <summary>Writes down what happens during one visit, each event some seconds after the one before.</summary>
/// <param name="shopper">Whose visit it is.</param>
/// <param name="visit">The number of the visit, from 1; with the shopper's id it makes event ids that are the same on every run.</param>
/// <param name="start">When the visit begins, UTC.</param>
internal sealed class VisitLog(Shopper shopper, int visit, DateTimeOffset start)
{
    private readonly List<UserEvent> _events = [];

    /// <summary>What happened so far, in order of time.</summary>
    public IReadOnlyList<UserEvent> Events => _events;

    /// <summary>The time of the last event, or of the beginning.</summary>
    public DateTimeOffset Now { get; private set; } = start;

    /// <summary>Adds an event.</summary>
    /// <param name="type">One of <see cref="EventTypes"/>.</param>
    /// <param name="product">What it was done to.</param>
    /// <param name="seconds">How long after the event before, from 1.</param>
    /// <param name="placement">The list it was done in; null when in none.</param>
    public void Add(string type, SampleProduct product, int seconds, string? placement = null)
    {
        Now = Now.AddSeconds(seconds);
        _events.Add(new UserEvent
        {
            EventId = string.Create(CultureInfo.InvariantCulture, $"sample-{shopper.Id}-{visit:00}-{_events.Count + 1:000}"),
            UserId = shopper.Id,
            Type = type,
            ItemId = product.Id,
            OccurredAt = Now,
            Value = type == EventTypes.Purchase ? (double)product.Price : null,
            Placement = placement,
        });
    }
}
