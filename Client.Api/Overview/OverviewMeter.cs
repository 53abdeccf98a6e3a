using System.Diagnostics;
using System.Diagnostics.Metrics;
using Personalization.Abstractions.Recommendations;
using Personalization.Client.Api.Telemetry;

namespace Personalization.Client.Api.Overview;

/// <summary>Measures what this process does, while somebody looks.</summary>
/// <remarks>
/// Listens to the meters that exist anyway, from the first read until a minute after the last one. Without a reader
/// nothing is measured, so that a closed console costs nothing.
/// </remarks>
internal sealed class OverviewMeter : IDisposable
{
    private const int Slots = 60;
    private const int SlotSeconds = 2;
    private const int RateSlots = 5;
    private const string DurationMeter = "Microsoft.AspNetCore.Hosting";
    private const string Duration = "http.server.request.duration";
    private const string LevelLabel = "fallback_level";

    private static readonly TimeSpan KeepsOn = TimeSpan.FromMinutes(1);
    private static readonly string[] LevelNames =
    [.. Enum.GetValues<FallbackLevel>().Select(level => level.ToString().ToLowerInvariant())];

    private static readonly DateTimeOffset StartedAt = Process.GetCurrentProcess().StartTime.ToUniversalTime();

    private readonly Lock _lock = new();
    private readonly TimeProvider _time;
    private readonly OverviewSlot[] _slots = [.. Enumerable.Range(0, Slots).Select(_ => new OverviewSlot())];
    private readonly ITimer _end;
    private MeterListener? _listener;
    private long _listensSince;

    /// <summary>Creates a meter that does not listen yet.</summary>
    public OverviewMeter(TimeProvider time)
    {
        _time = time;
        _end = time.CreateTimer(_ => Stop(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Reads the window, and keeps measuring for another minute.</summary>
    public OverviewResponse Read()
    {
        Start();
        lock (_lock)
        {
            long now = NumberOf(_time.GetUtcNow());
            long first = Math.Max(_listensSince, now - Slots + 1);
            OverviewSlot[] slots = [.. _slots.Where(slot => slot.Number >= first && slot.Number <= now)];
            return new OverviewResponse(
                _time.GetUtcNow(),
                StartedAt,
                Environment.WorkingSet,
                (now - first + 1) * SlotSeconds,
                ListsOf(slots, first, now),
                new OverviewEvents(
                    slots.Sum(slot => slot.Events),
                    slots.Sum(slot => slot.Rejected),
                    Rate(slots, now, slot => slot.Events),
                    Series(slots, first, now, slot => slot.Events)));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _end.Dispose();
        Stop();
    }

    private static OverviewLists ListsOf(OverviewSlot[] slots, long first, long now)
    {
        long[] levels = [.. LevelNames.Select((_, i) => slots.Sum(slot => slot.Levels[i]))];
        long[] times = [.. Enumerable.Range(0, slots.FirstOrDefault()?.Times.Length ?? 0)
            .Select(i => slots.Sum(slot => slot.Times[i]))];
        return new OverviewLists(
            levels.Sum(),
            Rate(slots, now, slot => slot.Lists),
            Percentile(times, 0.5),
            Percentile(times, 0.99),
            [.. LevelNames.Select((name, i) => new OverviewCount(name, levels[i]))],
            [
                .. slots.SelectMany(slot => slot.Placements).GroupBy(pair => pair.Key, pair => pair.Value)
                    .Select(group => new OverviewCount(group.Key, group.Sum()))
                    .OrderByDescending(one => one.Count).ThenBy(one => one.Name, StringComparer.Ordinal),
            ],
            Series(slots, first, now, slot => slot.Lists));
    }

    /// <summary>The rate over the last slots before the present one, which has not ended.</summary>
    private static double Rate(OverviewSlot[] slots, long now, Func<OverviewSlot, long> count) =>
        slots.Where(slot => slot.Number >= now - RateSlots && slot.Number < now).Sum(count)
            / (double)(RateSlots * SlotSeconds);

    private static double[] Series(OverviewSlot[] slots, long first, long now, Func<OverviewSlot, long> count)
    {
        double[] series = new double[Math.Max(0, now - first)];
        foreach (OverviewSlot slot in slots.Where(slot => slot.Number < now))
        {
            series[slot.Number - first] = count(slot) / (double)SlotSeconds;
        }

        return series;
    }

    private static double? Percentile(long[] times, double share)
    {
        long rest = (long)Math.Ceiling(times.Sum() * share);
        for (int i = 0; i < times.Length && rest > 0; i++)
        {
            rest -= times[i];
            if (rest <= 0)
            {
                return OverviewSlot.BoundOf(i);
            }
        }

        return null;
    }

    private static long NumberOf(DateTimeOffset time) => time.ToUnixTimeSeconds() / SlotSeconds;

    private void Start()
    {
        lock (_lock)
        {
            _ = _end.Change(KeepsOn, Timeout.InfiniteTimeSpan);
            if (_listener is not null)
            {
                return;
            }

            _listensSince = NumberOf(_time.GetUtcNow());
            _listener = new MeterListener { InstrumentPublished = Enable };
            _listener.SetMeasurementEventCallback<long>(OnCount);
            _listener.SetMeasurementEventCallback<double>(OnTime);
        }

        _listener.Start();
    }

    private void Stop()
    {
        MeterListener? listener;
        lock (_lock)
        {
            listener = _listener;
            _listener = null;
        }

        listener?.Dispose();
    }

    private static void Enable(Instrument instrument, MeterListener listener)
    {
        if ((instrument.Meter.Name == ApiMetrics.MeterName
                && instrument.Name is ApiMetrics.ListsServed or ApiMetrics.EventsReceived)
            || (instrument.Meter.Name == DurationMeter && instrument.Name == Duration))
        {
            listener.EnableMeasurementEvents(instrument);
        }
    }

    private void OnCount(
        Instrument instrument, long count, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state)
    {
        bool isList = instrument.Name == ApiMetrics.ListsServed;
        string? first = Tag(tags, isList ? LevelLabel : "status");
        string? placement = isList && Tag(tags, "kind") == "user" ? Tag(tags, "placement") : null;
        lock (_lock)
        {
            OverviewSlot slot = Present();
            if (!isList)
            {
                slot.Events += count;
                slot.Rejected += first == "rejected" ? count : 0;
                return;
            }

            int level = Array.IndexOf(LevelNames, first);
            if (level >= 0)
            {
                slot.Levels[level] += count;
            }

            if (placement is not null)
            {
                slot.Placements[placement] = slot.Placements.GetValueOrDefault(placement) + count;
            }
        }
    }

    /// <summary>Counts the time of a request that answered with a list. The API labels those.</summary>
    private void OnTime(
        Instrument instrument, double seconds, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state)
    {
        if (Tag(tags, LevelLabel) is null)
        {
            return;
        }

        int timeClass = OverviewSlot.ClassOf(seconds * 1_000);
        lock (_lock)
        {
            Present().Times[timeClass]++;
        }
    }

    private OverviewSlot Present()
    {
        long number = NumberOf(_time.GetUtcNow());
        OverviewSlot slot = _slots[number % Slots];
        if (slot.Number != number)
        {
            slot.Reuse(number);
        }

        return slot;
    }

    private static string? Tag(ReadOnlySpan<KeyValuePair<string, object?>> tags, string name)
    {
        foreach (KeyValuePair<string, object?> tag in tags)
        {
            if (tag.Key == name)
            {
                return tag.Value as string;
            }
        }

        return null;
    }
}
