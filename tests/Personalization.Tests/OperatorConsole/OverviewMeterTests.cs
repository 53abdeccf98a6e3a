using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Personalization.Client.Api.Overview;
using Personalization.Client.Api.Telemetry;

namespace Personalization.Tests.OperatorConsole;

/// <summary>The measurements of <c>GET /v1/overview</c>.</summary>
public sealed class OverviewMeterTests : IDisposable
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 30, 12, 0, 0, TimeSpan.Zero));
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly OverviewMeter _overview;
    private readonly Counter<long> _lists;
    private readonly Counter<long> _events;
    private readonly Histogram<double> _duration;

    public OverviewMeterTests()
    {
        IMeterFactory meters = _services.GetRequiredService<IMeterFactory>();
        Meter api = meters.Create(ApiMetrics.MeterName);
        _lists = api.CreateCounter<long>(ApiMetrics.ListsServed);
        _events = api.CreateCounter<long>(ApiMetrics.EventsReceived);
        _duration = meters.Create("Microsoft.AspNetCore.Hosting")
            .CreateHistogram<double>("http.server.request.duration");
        _overview = new OverviewMeter(_time);
    }

    [Fact]
    public void Nothing_is_measured_before_the_first_read()
    {
        Assert.False(_lists.Enabled);

        OverviewResponse first = _overview.Read();

        Assert.True(_lists.Enabled);
        Assert.Equal((0L, 0L, null), (first.Lists.Count, first.Events.Count, first.Lists.P99Ms));
    }

    [Fact]
    public void Lists_and_events_are_counted_by_level_and_placement()
    {
        _ = _overview.Read();
        for (int i = 0; i < 20; i++)
        {
            List("fresh", "home", 0.002);
        }

        List("popular", "sale", 0.5);
        _events.Add(3, new("type", "view"), new("status", "accepted"));
        _events.Add(1, new("type", "view"), new("status", "rejected"));
        _time.Advance(TimeSpan.FromSeconds(4));

        OverviewResponse read = _overview.Read();

        Assert.Equal((21L, 2.1), (read.Lists.Count, read.Lists.PerSecond));
        Assert.Equal((4L, 1L, 0.4), (read.Events.Count, read.Events.Rejected, read.Events.PerSecond));
        Assert.Equal(
            ["fresh 20", "cached 0", "segment 0", "popular 1", "static 0"],
            read.Lists.Levels.Select(level => $"{level.Name} {level.Count}"));
        Assert.Equal(["home 20", "sale 1"], read.Lists.Placements.Select(one => $"{one.Name} {one.Count}"));
        Assert.Equal([10.5, 0], read.Lists.Series);
        Assert.InRange(read.Lists.P50Ms!.Value, 2, 2.5);
        Assert.InRange(read.Lists.P99Ms!.Value, 500, 625);
    }

    [Fact]
    public void A_window_of_two_minutes_forgets_older_lists()
    {
        _ = _overview.Read();
        List("fresh", "home", 0.002);
        _time.Advance(TimeSpan.FromSeconds(50));
        Assert.Equal(1, _overview.Read().Lists.Count);
        _time.Advance(TimeSpan.FromSeconds(50));
        Assert.Equal(1, _overview.Read().Lists.Count);
        _time.Advance(TimeSpan.FromSeconds(20));

        Assert.Equal(0, _overview.Read().Lists.Count);
    }

    [Fact]
    public void A_minute_without_a_reader_ends_the_measurement()
    {
        _ = _overview.Read();
        _time.Advance(TimeSpan.FromSeconds(59));
        Assert.True(_lists.Enabled);
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.False(_lists.Enabled);
    }

    public void Dispose()
    {
        _overview.Dispose();
        _services.Dispose();
    }

    private void List(string level, string placement, double seconds)
    {
        _lists.Add(1, new("kind", "user"), new("placement", placement), new("fallback_level", level));
        _duration.Record(seconds, new KeyValuePair<string, object?>("fallback_level", level));
    }
}
