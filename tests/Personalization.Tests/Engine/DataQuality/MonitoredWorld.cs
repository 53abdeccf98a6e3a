using System.Text.Json;
using Personalization.Abstractions.DataQuality;
using Personalization.Engine.DataQuality;

namespace Personalization.Tests.Engine.DataQuality;

/// <summary>Monitoring of one simulated client, minute by minute.</summary>
internal sealed class MonitoredWorld(SimulatedClient client, DataQualityOptions? options = null)
{
    /// <summary>A Monday.</summary>
    public static readonly DateTimeOffset Start = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);

    private readonly DataQualityOptions _options = options ?? new DataQualityOptions();

    public DateTimeOffset Now { get; private set; } = Start;

    public DataQualityMonitor Monitor { get; private set; } = new(
        options ?? new DataQualityOptions(), new DataQualityMonitorState());

    /// <summary>Every notice of a marked window, in order.</summary>
    public List<(DateTimeOffset At, DataQualityWindow Window)> Notices { get; } = [];

    /// <summary>Advances the time.</summary>
    /// <param name="span">The time to advance.</param>
    /// <param name="breaks">Applies a fault of the client to its counts; null for none.</param>
    public void Live(TimeSpan span, Action<Dictionary<string, int>>? breaks = null)
    {
        for (DateTimeOffset end = Now + span; Now < end; Now = Now.AddSeconds(_options.WindowSeconds))
        {
            Dictionary<string, int> counts = client.Next(Now, _options.WindowSeconds);
            breaks?.Invoke(counts);
            Monitor.Take(SimulatedClient.Report("shop", counts), Now.AddSeconds(_options.WindowSeconds - 1));
            Notices.AddRange(Monitor.Advance(Now.AddSeconds(_options.WindowSeconds)).Select(
                window => (Now.AddSeconds(_options.WindowSeconds), window)));
        }
    }

    /// <summary>Advances the time until a window is marked or the limit is reached.</summary>
    /// <returns>The time until the mark; null at the limit.</returns>
    public TimeSpan? LiveUntilNoticed(TimeSpan limit, Action<Dictionary<string, int>> breaks)
    {
        DateTimeOffset began = Now;
        while (Notices.Count == 0 && Now - began < limit)
        {
            Live(TimeSpan.FromSeconds(_options.WindowSeconds), breaks);
        }

        return Notices.Count == 0 ? null : Notices[0].At - began;
    }

    /// <summary>Stores the monitor as text, and continues with the restored one.</summary>
    public void Restart() => Monitor = new DataQualityMonitor(
        _options, JsonSerializer.Deserialize<DataQualityMonitorState>(JsonSerializer.Serialize(Monitor.Save()))!);
}
