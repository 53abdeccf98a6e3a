using System.Globalization;
using Personalization.Abstractions.Events;

namespace Personalization.Hosting.Sample;

/// <summary>Collects the events of one visit, each some seconds after the previous one.</summary>
/// <param name="shopper">The shopper.</param>
/// <param name="visit">The number of the visit, from 1. Together with the shopper's id it gives event ids that are
/// equal in every run.</param>
/// <param name="start">The start of the visit, UTC.</param>
internal sealed class VisitLog(Shopper shopper, int visit, DateTimeOffset start)
{
    private readonly List<UserEvent> _events = [];

    /// <summary>The events so far, ordered by time.</summary>
    public IReadOnlyList<UserEvent> Events => _events;

    /// <summary>The time of the last event, or of the start.</summary>
    public DateTimeOffset Now { get; private set; } = start;

    /// <summary>Adds an event.</summary>
    /// <param name="type">One of <see cref="EventTypes"/>.</param>
    /// <param name="product">The product.</param>
    /// <param name="seconds">The seconds since the previous event, from 1.</param>
    /// <param name="placement">The placement of the list; null outside of lists.</param>
    public void Add(string type, SampleProduct product, int seconds, string? placement = null)
    {
        Now = Now.AddSeconds(seconds);
        _events.Add(new UserEvent
        {
            EventId = string.Create(
                CultureInfo.InvariantCulture, $"sample-{shopper.Id}-{visit:00}-{_events.Count + 1:000}"),
            UserId = shopper.Id,
            Type = type,
            ItemId = product.Id,
            OccurredAt = Now,
            Value = type == EventTypes.Purchase ? (double)product.Price : null,
            Placement = placement,
        });
    }
}
