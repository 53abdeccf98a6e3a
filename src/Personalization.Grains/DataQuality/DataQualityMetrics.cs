using System.Diagnostics.Metrics;
using Personalization.Abstractions.DataQuality;

namespace Personalization.Grains.DataQuality;

/// <summary>
/// The gauge <c>personalization.data_quality.break</c> by <c>key</c> and <c>kind</c>: 1 while a break is open, 0 after
/// the break has ended.
/// </summary>
/// <remarks>Only the silo that hosts the data-quality grain reports the gauge.</remarks>
public sealed class DataQualityMetrics : IDisposable
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "Personalization.DataQuality";

    private readonly Meter _meter;
    private readonly Dictionary<(string Key, BreakKind Kind), int> _shown = [];

    /// <summary>Creates the meter and its gauge.</summary>
    public DataQualityMetrics(IMeterFactory meters)
    {
        _meter = meters.Create(MeterName);
        _ = _meter.CreateObservableGauge(
            "personalization.data_quality.break", Observe, "{break}",
            "Data-quality breaks by client key and kind: 1 open, 0 ended.");
    }

    /// <summary>Sets the open breaks; every other known break becomes 0.</summary>
    public void Show(IReadOnlyList<(string Key, BreakKind Kind)> open)
    {
        lock (_shown)
        {
            foreach ((string, BreakKind) known in _shown.Keys)
            {
                _shown[known] = 0;
            }

            foreach ((string, BreakKind) found in open)
            {
                _shown[found] = 1;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    private List<Measurement<int>> Observe()
    {
        lock (_shown)
        {
            return [.. _shown.Select(shown => new Measurement<int>(
                shown.Value, new("key", shown.Key.Key), new("kind", NameOf(shown.Key.Kind))))];
        }
    }

    private static string NameOf(BreakKind kind) => char.ToLowerInvariant(kind.ToString()[0]) + kind.ToString()[1..];
}
