using System.Text.Json;
using Personalization.Abstractions.DataQuality;
using Personalization.Engine.DataQuality;

namespace Personalization.Tests.Engine.DataQuality;

/// <summary>A watch over one simulated client, minute by minute.</summary>
internal sealed class MonitoredWorld(SimulatedClient client, DataQualityOptions? options = null)
{
    /// <summary>A Monday.</summary>
    public static readonly DateTimeOffset Start = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);

    private readonly DataQualityOptions _options = options ?? new DataQualityOptions();

    public DateTimeOffset Now { get; private set; } = Start;

    public DataQualityMonitor Watch { get; private set; } = new(options ?? new DataQualityOptions(), new DataQualityMonitorState());

    /// <summary>Every notice of a marked window, in order.</summary>
    public List<(DateTimeOffset At, DataQualityWindow Window)> Notices { get; } = [];

    /// <summary>Lets time pass.</summary>
    /// <param name="span">How much.</param>
    /// <param name="breaks">What a fault of the client makes of its counts.</param>
    public void Live(TimeSpan span, Action<Dictionary<string, int>>? breaks = null)
    {
        for (DateTimeOffset end = Now + span; Now < end; Now = Now.AddSeconds(_options.WindowSeconds))
        {
            Dictionary<string, int> counts = client.Next(Now, _options.WindowSeconds);
            breaks?.Invoke(counts);
            Watch.Take(SimulatedClient.Report("shop", counts), Now.AddSeconds(_options.WindowSeconds - 1));
            Notices.AddRange(Watch.Advance(Now.AddSeconds(_options.WindowSeconds)).Select(window => (Now.AddSeconds(_options.WindowSeconds), window)));
        }
    }

    /// <summary>Lets time pass until something is marked or the time is up.</summary>
    /// <returns>After how long.</returns>
    public TimeSpan? LiveUntilNoticed(TimeSpan limit, Action<Dictionary<string, int>> breaks)
    {
        DateTimeOffset began = Now;
        while (Notices.Count == 0 && Now - began < limit)
        {
            Live(TimeSpan.FromSeconds(_options.WindowSeconds), breaks);
        }

        return Notices.Count == 0 ? null : Notices[0].At - began;
    }

    /// <summary>Stores the watch as text and goes on with what is read.</summary>
    public void Restart() => Watch = new DataQualityMonitor(_options, JsonSerializer.Deserialize<DataQualityMonitorState>(JsonSerializer.Serialize(Watch.Save()))!);
}
