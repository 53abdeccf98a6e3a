using System.Diagnostics.Metrics;
using Personalization.Abstractions.Monitoring;

namespace Personalization.Grains.Monitoring;

/// <summary>The breaks that go on, as a gauge: <c>personalization.watch.break</c> is 1 by <c>key</c> and <c>kind</c> while one does, and 0 once it is over, on the silo that watches.</summary>
public sealed class WatchMetrics : IDisposable
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "Personalization.Watch";

    private readonly Meter _meter;
    private readonly Dictionary<(string Key, BreakKind Kind), int> _shown = [];

    /// <summary>Makes the meter.</summary>
    public WatchMetrics(IMeterFactory meters)
    {
        _meter = meters.Create(MeterName);
        _ = _meter.CreateObservableGauge("personalization.watch.break", Observe, unit: "{break}", description: "Whether a client key's behaviour data break with their history.");
    }

    /// <summary>Shows these breaks and none else.</summary>
    public void Show(IReadOnlyList<(string Key, BreakKind Kind)> open)
    {
        lock (_shown)
        {
            foreach ((string, BreakKind) known in _shown.Keys)
            {
                _shown[known] = 0;
            }

            foreach ((string, BreakKind) going in open)
            {
                _shown[going] = 1;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    private List<Measurement<int>> Observe()
    {
        lock (_shown)
        {
            return [.. _shown.Select(shown => new Measurement<int>(shown.Value, new("key", shown.Key.Key), new("kind", NameOf(shown.Key.Kind))))];
        }
    }

    private static string NameOf(BreakKind kind) => char.ToLowerInvariant(kind.ToString()[0]) + kind.ToString()[1..];
}
