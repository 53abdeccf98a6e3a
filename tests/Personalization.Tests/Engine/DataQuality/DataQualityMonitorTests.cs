using Personalization.Abstractions.DataQuality;
using Personalization.Engine.DataQuality;

namespace Personalization.Tests.Engine.DataQuality;

public sealed class DataQualityMonitorTests
{
    private static readonly Dictionary<string, (Action<Dictionary<string, int>> Fault, BreakKind Kind)> Faults =
        new(StringComparer.Ordinal)
        {
            ["renames a field"] = (ClientFault.RenamesAField, BreakKind.Rejects),
            ["renames an optional field"] = (ClientFault.RenamesAnOptionalField, BreakKind.Fields),
            ["milliseconds as time"] = (ClientFault.SendsMillisecondsAsTime, BreakKind.Rejects),
            ["milliseconds as value"] = (ClientFault.SendsMillisecondsAsValue, BreakKind.Values),
            ["drops purchases"] = (ClientFault.DropsPurchases, BreakKind.EventTypes),
            ["sends twice"] = (ClientFault.SendsTwice, BreakKind.Duplicates),
            ["makes twice"] = (ClientFault.MakesTwice, BreakKind.Volume),
            ["stops"] = (ClientFault.Stops, BreakKind.Volume),
            ["loses an hour"] = (ClientFault.LosesAnHour, BreakKind.ClockSkew),
            ["sells the unknown"] = (ClientFault.SellsTheUnknown, BreakKind.UnknownItems),
        };

    /// <summary>The client's events per day, the seed, the growth per week, and the scatter of the days.</summary>
    public static TheoryData<double, int, double, double> QuietTimes => new()
    {
        { 700, 1, 0.05, 0.08 },
        { 50_000, 3, 0, 0.08 },
        { 50_000, 4, 0.05, 0.12 },
        { 2_000_000, 6, -0.05, 0.08 },
    };

    public static TheoryData<string, double, int> FaultsOfClients
    {
        get
        {
            TheoryData<string, double, int> data = new();
            foreach (string fault in Faults.Keys)
            {
                data.Add(fault, 50_000, 1);
            }

            data.Add("drops purchases", 2_000_000, 2);
            data.Add("renames a field", 700, 3);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(QuietTimes))]
    public void A_quiet_week_raises_no_alarm(double eventsPerDay, int seed, double growth, double dayScatter)
    {
        MonitoredWorld world = new(
            new SimulatedClient(seed, eventsPerDay) { Growth = growth, DayScatter = dayScatter });

        world.Live(TimeSpan.FromDays(15.5));

        Assert.Empty(world.Notices.Select(
            notice => $"{notice.At:u} {string.Join(' ', notice.Window.Breaks.Select(found => found.Reason))}"));
        MonitoredKey key = Assert.Single(world.Monitor.View().Keys);
        Assert.True(key is { SharesWatched: true, VolumeWatched: true });
        Assert.InRange(key.HistoryHours, 15 * 24, 15.5 * 24);
    }

    [Theory]
    [MemberData(nameof(FaultsOfClients))]
    public void A_break_is_found_named_and_marked_from_its_start(string name, double eventsPerDay, int seed)
    {
        (Action<Dictionary<string, int>> fault, BreakKind kind) = Faults[name];
        MonitoredWorld world = new(new SimulatedClient(seed, eventsPerDay));
        world.Live(TimeSpan.FromDays(kind == BreakKind.Volume ? 9.5 : 2.5));
        Assert.Empty(world.Notices);
        DateTimeOffset began = world.Now;

        TimeSpan? found = world.LiveUntilNoticed(TimeSpan.FromHours(eventsPerDay < 1_000 ? 24 : 3), fault);

        Assert.NotNull(found);
        DataQualityWindow window = world.Notices[0].Window;
        Assert.Contains(kind, window.Breaks.Select(each => each.Kind));
        Assert.Null(window.To);
        Assert.InRange(window.From, began.AddMinutes(-45), world.Now);
        Assert.True(world.Monitor.HoldsTraining);
        Assert.Contains(("shop", kind), world.Monitor.OpenBreaks);
    }

    [Fact]
    public void No_single_window_decides()
    {
        MonitoredWorld world = new(new SimulatedClient(1, 50_000));
        world.Live(TimeSpan.FromDays(2.5));

        world.Live(TimeSpan.FromMinutes(2), ClientFault.RenamesAField);
        world.Live(TimeSpan.FromHours(1));
        Assert.Empty(world.Notices);

        Assert.Equal(
            TimeSpan.FromMinutes(3), world.LiveUntilNoticed(TimeSpan.FromMinutes(10), ClientFault.RenamesAField));
    }

    [Fact]
    public void An_ended_break_no_longer_blocks_training_but_stays_marked_until_it_is_released()
    {
        MonitoredWorld world = new(new SimulatedClient(1, 50_000));
        world.Live(TimeSpan.FromDays(2.5));
        DateTimeOffset began = world.Now;
        world.Live(TimeSpan.FromHours(1), ClientFault.RenamesAField);
        DateTimeOffset ended = world.Now;
        world.Live(TimeSpan.FromHours(1));

        DataQualityWindow window = Assert.Single(world.Monitor.View().Windows);
        Assert.InRange(window.From, began.AddMinutes(-1), began);
        Assert.InRange(window.To!.Value, ended, ended.AddMinutes(1));
        Assert.NotNull(Assert.Single(window.Breaks).EndedAt);
        Assert.False(world.Monitor.HoldsTraining);
        Assert.Empty(world.Monitor.OpenBreaks);
        Assert.Null(window.ReleasedAt);

        Assert.NotNull(world.Monitor.Release(window.Id, world.Now).ReleasedAt);
        Assert.Throws<KeyNotFoundException>(() => world.Monitor.Release(99, world.Now));

        // the faulty windows have not become history: the same fault is a break again
        world.Notices.Clear();
        Assert.Equal(
            TimeSpan.FromMinutes(3), world.LiveUntilNoticed(TimeSpan.FromMinutes(10), ClientFault.RenamesAField));
        Assert.Equal(window.Id + 1, world.Notices[0].Window.Id);
    }

    [Fact]
    public void Releasing_an_ongoing_break_resets_the_baseline()
    {
        MonitoredWorld world = new(new SimulatedClient(1, 50_000));
        world.Live(TimeSpan.FromDays(2.5));
        _ = world.LiveUntilNoticed(TimeSpan.FromHours(3), ClientFault.DropsPurchases);
        DataQualityWindow released = world.Monitor.Release(world.Notices[0].Window.Id, world.Now);

        Assert.Equal(world.Now, released.To);
        Assert.False(world.Monitor.HoldsTraining);
        Assert.False(Assert.Single(world.Monitor.View().Keys).SharesWatched);
        world.Notices.Clear();
        world.Live(TimeSpan.FromDays(3), ClientFault.DropsPurchases);
        Assert.Empty(world.Notices);
        _ = world.LiveUntilNoticed(TimeSpan.FromHours(12), _ => { });
        Assert.All(
            world.Notices[0].Window.Breaks,
            found => Assert.Contains(found.What, new[] { "type:purchase", "field:value", "value:2", "value:3" }));
    }

    [Fact]
    public void A_restart_loses_neither_history_nor_marked_windows()
    {
        MonitoredWorld world = new(new SimulatedClient(1, 50_000));
        world.Live(TimeSpan.FromDays(2.5));
        MonitoredKey before = Assert.Single(world.Monitor.View().Keys);
        world.Restart();
        Assert.Equal(before.HistoryHours, Assert.Single(world.Monitor.View().Keys).HistoryHours);

        _ = world.LiveUntilNoticed(TimeSpan.FromHours(3), ClientFault.RenamesAField);
        world.Restart();
        Assert.True(world.Monitor.HoldsTraining);

        world.Live(TimeSpan.FromHours(1));
        Assert.False(world.Monitor.HoldsTraining);
        Assert.NotNull(Assert.Single(world.Monitor.View().Windows).To);
    }

    [Fact]
    public void Silence_is_no_evidence_while_no_process_takes_events()
    {
        DataQualityOptions options = new();
        MonitoredWorld world = new(new SimulatedClient(1, 50_000), options);
        world.Live(TimeSpan.FromDays(9));
        DateTimeOffset until = world.Now.AddDays(1);
        for (DateTimeOffset at = world.Now; at < until; at = at.AddMinutes(1))
        {
            world.Monitor.Take(new DataQualityReport(false, []), at);
            Assert.Empty(world.Monitor.Advance(at));
        }

        Assert.False(world.Monitor.HoldsTraining);
        for (DateTimeOffset at = until; at < until.AddHours(2); at = at.AddMinutes(1))
        {
            world.Monitor.Take(new DataQualityReport(true, []), at);
            _ = world.Monitor.Advance(at);
        }

        Assert.True(world.Monitor.HoldsTraining);
    }

    [Fact]
    public void Keys_beyond_the_limit_are_monitored_as_one()
    {
        DataQualityMonitor monitor = new(new DataQualityOptions { Keys = 2 }, new DataQualityMonitorState());
        foreach (string key in new[] { "a", "b", "c", "d", "a" })
        {
            monitor.Take(
                SimulatedClient.Report(key, new Dictionary<string, int> { ["received"] = 1 }), MonitoredWorld.Start);
        }

        Assert.Equal([DataQualityMonitor.Others, "a", "b"], monitor.View().Keys.Select(key => key.Key));
    }
}
