using System.Collections.Immutable;
using System.Globalization;
using Personalization.Abstractions.EventLog;
using Personalization.Abstractions.Identity;
using Personalization.Testing.EventLog;

namespace Personalization.IntegrationTests.Storage;

/// <summary>Conformance tests for event logs. The test class of a backend derives from it and opens the log.</summary>
public abstract class EventLogConformance<TLog>
    where TLog : class, IEventLog, IEventFeed
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Opens the log of this test: empty at first, later with the entries written before.</summary>
    protected abstract ValueTask<PortSession<TLog>> OpenAsync();

    /// <summary>Maximum number of bytes in one append.</summary>
    protected abstract int MostBytes { get; }

    /// <summary>
    /// Makes all acknowledged entries visible to readers of the whole log, on a backend whose readers lag behind.
    /// </summary>
    protected virtual ValueTask SettleAsync() => default;

    [Fact]
    public async Task Appends_follow_the_last_entry_or_are_fenced()
    {
        await using PortSession<TLog> session = await OpenAsync();
        TLog log = session.Port;
        Assert.Equal(AppendResult.Appended, await log.AppendAsync("u", Entries.Views(1, 3), Token));
        Assert.Equal(AppendResult.Fenced, await log.AppendAsync("u", Entries.Views(3, 1, "late"), Token));
        Assert.Equal(AppendResult.Fenced, await log.AppendAsync("u", Entries.Views(2, 5, "late"), Token));
        Assert.Equal(AppendResult.Fenced, await log.AppendAsync("u", Entries.Views(5, 1, "early"), Token));
        Assert.Equal(AppendResult.Fenced, await log.AppendAsync("v", Entries.Views(2, 1, "early"), Token));
        Assert.Equal(AppendResult.Appended, await log.AppendAsync("u", Entries.Views(4, 1), Token));
        Assert.Equal(["w-1", "w-2", "w-3", "w-4"], await ReadIdsAsync(log, "u"));
        Assert.Empty(await ReadIdsAsync(log, "v"));
    }

    [Fact]
    public async Task Invalid_appends_are_rejected()
    {
        await using PortSession<TLog> session = await OpenAsync();
        TLog log = session.Port;
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await log.AppendAsync("u", [], Token));
        await Assert.ThrowsAnyAsync<ArgumentException>(
            async () => await log.AppendAsync("u", [Entries.View(0, "e")], Token));
        await Assert.ThrowsAnyAsync<ArgumentException>(
            async () => await log.AppendAsync("u", [Entries.View(1, "a"), Entries.View(3, "b")], Token));
        await Assert.ThrowsAnyAsync<ArgumentException>(
            async () => await log.AppendAsync("", Entries.Views(1, 1), Token));
        Assert.Empty(await log.ReadAllAsync(0, 10, Token));
    }

    [Fact]
    public async Task Generated_operations_do_what_the_model_does()
    {
        await using PortSession<TLog> session = await OpenAsync();
        await EventLogModel.CheckAsync(session.Port, iterations: 60);
    }

    [Fact]
    public async Task Exactly_one_of_many_writers_gets_each_sequence_number()
    {
        await using PortSession<TLog> session = await OpenAsync();
        TLog log = session.Port;
        string[][] won = await Task.WhenAll(Enumerable.Range(0, 16).Select(writer => Task.Run(async () =>
        {
            List<string> mine = [];
            for (int n = 1; n <= 25; n++)
            {
                if (await log.AppendAsync("u", [Entries.View(n, $"{writer}-{n}")], Token) == AppendResult.Appended)
                {
                    mine.Add($"{writer}-{n}");
                }
            }

            return mine.ToArray();
        })));
        string[] stored = await ReadIdsAsync(log, "u");
        Assert.Equal(25, stored.Length);
        Assert.Equal(won.SelectMany(ids => ids).Order(), stored.Order());
        Assert.Equal(
            Enumerable.Range(1, 25),
            stored.Select(id => int.Parse(id[(id.IndexOf('-') + 1)..], CultureInfo.InvariantCulture)));
    }

    [Fact]
    public async Task A_follower_reads_every_entry_during_concurrent_appends()
    {
        const int users = 12;
        const int each = 60;
        await using PortSession<TLog> session = await OpenAsync();
        TLog log = session.Port;
        Task writers = Task.WhenAll(Enumerable.Range(0, users).Select(user => Task.Run(async () =>
        {
            for (int n = 1; n <= each; n += 3)
            {
                Assert.Equal(
                    AppendResult.Appended, await log.AppendAsync($"u{user}", Entries.Views(n, 3, $"u{user}"), Token));
            }
        })));
        List<LogRecord> followed = [];
        bool ended;
        IReadOnlyList<LogRecord> page;
        do
        {
            ended = writers.IsCompleted;
            await (ended ? SettleAsync() : default);
            page = await log.ReadAllAsync(followed.Count == 0 ? 0 : followed[^1].Position, 37, Token);
            followed.AddRange(page);
        }
        while (!ended || page.Count > 0);
        await writers;
        Assert.Equal(users * each, followed.Count);
        Assert.Equal(
            followed.Select(record => record.Position).Order().Distinct(), followed.Select(record => record.Position));
        foreach (IGrouping<string, LogRecord> user in followed.GroupBy(record => record.UserKey))
        {
            Assert.Equal(Enumerable.Range(1, each).Select(n => (long)n), user.Select(record => record.Entry.Sequence));
        }
    }

    [Fact]
    public async Task Unusual_keys_and_ids_are_distinct_and_unchanged()
    {
        string[] keys =
        [
            "u", "U", "u~", "~~", "a'b\"--;%_", new string('k', 240), new string('k', 239) + "~", "ключ-用户-🛒",
            "e\u0301", "\u00e9"
        ];
        await using PortSession<TLog> session = await OpenAsync();
        foreach (string key in keys)
        {
            Assert.Equal(
                AppendResult.Appended, await session.Port.AppendAsync(key, [Entries.View(1, key, item: key)], Token));
        }

        foreach (string key in keys)
        {
            LogEntry entry = Assert.Single(await session.Port.ReadUserAsync(key, 0, 10, Token));
            Assert.Equal(Entries.Text(Entries.View(1, key, item: key)), Entries.Text(entry));
            Assert.Equal(
                [Entries.Key(key)],
                await session.Port.FindEventsAsync(key, [.. keys.Select(id => Entries.Key(id))], Token));
        }

        await SettleAsync();
        Assert.Equal(keys, (await session.Port.ReadAllAsync(0, 100, Token)).Select(record => record.UserKey));
    }

    [Fact]
    public async Task Large_entries_and_long_appends_are_preserved()
    {
        await using PortSession<TLog> session = await OpenAsync();
        EventEntry big = Entries.View(1, "big");
        big = big with
        {
            Event = big.Event with
            {
                Properties = Enumerable.Range(
                    0, 32).ToImmutableDictionary(i => $"n{i}", i => new string((char)(0x4E00 + i), 1024))
            }
        };
        Assert.Equal(
            AppendResult.Appended, await session.Port.AppendAsync("u", [big, .. Entries.Views(2, 999)], Token));
        IReadOnlyList<LogEntry> read = await session.Port.ReadUserAsync("u", 0, 5000, Token);
        Assert.Equal(1000, read.Count);
        Assert.Equal(Entries.Text(big), Entries.Text(read[0]));
        Assert.Equal(Entries.Text(Entries.View(1000, "w-1000")), Entries.Text(read[^1]));
    }

    [Fact]
    public async Task An_append_over_the_limit_is_rejected_and_one_below_it_is_stored()
    {
        await using PortSession<TLog> session = await OpenAsync();
        LogEntry[] over = [.. Enumerable.Range(1, (MostBytes / LogEntryCodec.Encode(Big(1)).Length) + 1).Select(Big)];
        _ = await Assert.ThrowsAnyAsync<ArgumentException>(
            async () => await session.Port.AppendAsync("u", over, Token));
        Assert.Empty(await session.Port.ReadUserAsync("u", 0, 10, Token));

        // The overhead per entry depends on the store; one percent is reserved for it.
        LogEntry[] below = over[..(int)(over.Length * 0.99)];
        Assert.Equal(AppendResult.Appended, await session.Port.AppendAsync("u", below, Token));
        Assert.Equal(
            below.Length, Assert.Single(await session.Port.ReadUserAsync("u", below.Length - 1, 10, Token)).Sequence);
    }

    private static LogEntry Big(int sequence)
    {
        EventEntry entry = Entries.View(sequence, $"big-{sequence:00000}");
        return entry with
        {
            Event = entry.Event with
            {
                Properties = Enumerable.Range(
                    0, 32).ToImmutableDictionary(i => $"n{i}", i => new string((char)('a' + (i % 26)), 1024))
            }
        };
    }

    [Fact]
    public async Task Erasing_leaves_only_the_mark_and_still_fences()
    {
        await using PortSession<TLog> session = await OpenAsync();
        TLog log = session.Port;
        _ = await log.AppendAsync("u", Entries.Views(1, 5), Token);
        _ = await log.AppendAsync("other", Entries.Views(1, 2, "other"), Token);
        await SettleAsync();
        long before = (await log.ReadAllAsync(0, 100, Token))[^1].Position;
        Assert.Null(await log.EraseAsync("u", Entries.Mark(5), Token));
        Assert.Null(await log.EraseAsync("u", Entries.Mark(7), Token));
        Assert.Equal(5, await log.EraseAsync("u", Entries.Mark(6), Token));
        Assert.Equal(
            [Entries.Text(Entries.Mark(6))], (await log.ReadUserAsync("u", 0, 10, Token)).Select(Entries.Text));
        Assert.Equal(AppendResult.Fenced, await log.AppendAsync("u", Entries.Views(6, 1), Token));
        Assert.Equal(AppendResult.Appended, await log.AppendAsync("u", Entries.Views(7, 1), Token));
        Assert.Equal(0, await log.EraseAsync("new", Entries.Mark(1), Token));
        Assert.Empty(await log.FindEventsAsync("u", [Entries.Key("w-1"), Entries.Key("w-5")], Token));
        Assert.Equal(2, (await log.ReadUserAsync("other", 0, 10, Token)).Count);
        await SettleAsync();
        Assert.Equal(3, (await log.ReadAllAsync(before, 100, Token)).Count);
    }

    [Fact]
    public async Task All_entries_are_preserved_across_reopening()
    {
        string[] before;
        await using (PortSession<TLog> session = await OpenAsync())
        {
            _ = await session.Port.AppendAsync("u", Entries.Views(1, 10), Token);
            _ = await session.Port.AppendAsync("v", Entries.Views(1, 1, "v"), Token);
            before = await ReadRecordsAsync(session.Port);
        }

        await using PortSession<TLog> again = await OpenAsync();
        Assert.Equal(before, await ReadRecordsAsync(again.Port));
        Assert.Equal(AppendResult.Fenced, await again.Port.AppendAsync("u", Entries.Views(10, 1, "late"), Token));
        Assert.Equal(AppendResult.Appended, await again.Port.AppendAsync("u", Entries.Views(11, 1), Token));
        await again.Port.ProbeAsync(Token);
        Assert.Equal(12, (await ReadRecordsAsync(again.Port)).Length);
    }

    [Fact]
    public async Task A_cancelled_append_is_stored_completely_or_not_at_all()
    {
        await using PortSession<TLog> session = await OpenAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await session.Port.AppendAsync(
                "u", Entries.Views(1, 1), new CancellationToken(canceled: true)));
        long next = 1;
        for (int i = 0; i < 50; i++)
        {
            using CancellationTokenSource source = new();
            Task<AppendResult> append = session.Port.AppendAsync("u", Entries.Views(next, 2), source.Token).AsTask();
            await source.CancelAsync();
            bool acknowledged = await append.ContinueWith(
                task => task.IsCompletedSuccessfully, TaskScheduler.Default);
            await session.Port.ProbeAsync(Token);
            int count = (await session.Port.ReadUserAsync("u", next - 1, 10, Token)).Count;
            Assert.True(acknowledged ? count == 2 : count is 0 or 2, $"acknowledged {acknowledged}, stored {count}");
            next += count;
        }
    }

    private static async Task<string[]> ReadIdsAsync(IEventLog log, string user) =>
        [.. (await log.ReadUserAsync(user, 0, 1000, Token)).Select(entry => ((EventEntry)entry).Event.EventId)];

    private async Task<string[]> ReadRecordsAsync(IEventFeed log)
    {
        await SettleAsync();
        return [.. (await log.ReadAllAsync(0, 1000, Token)).Select(
            record => $"{record.Position} {record.UserKey} {Entries.Text(record.Entry)}")];
    }

    [Fact]
    public async Task Events_are_found_anywhere_in_a_long_history()
    {
        await using PortSession<TLog> session = await OpenAsync();
        TLog log = session.Port;
        for (int first = 1; first <= 3_000; first += 500)
        {
            Assert.Equal(AppendResult.Appended, await log.AppendAsync("u", Entries.Views(first, 500), Token));
        }

        EventKey[] stored =
        [.. new[] { 1, 1_023, 1_024, 1_025, 2_000, 3_000 }.Select(number => Entries.Key($"w-{number}"))];
        Assert.Equal(stored, (await log.FindEventsAsync("u", [.. stored, Entries.Key("w-3001")], Token))
            .OrderBy(key => int.Parse(key.EventId[2..], System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Fact]
    public async Task A_merge_keeps_the_event_of_another_user_with_the_same_event_id()
    {
        await using PortSession<TLog> session = await OpenAsync();
        TLog log = session.Port;
        EventEntry own = Entries.View(1, "same");
        _ = await log.AppendAsync("u", [own], Token);
        EventKey merged = new(UserId.Create("anon"), "same");
        Assert.Equal([EventKey.Of(own.Event)], await log.FindEventsAsync("u", [merged, EventKey.Of(own.Event)], Token));
    }

    [Fact]
    public async Task Removed_entries_keep_their_places_without_their_content()
    {
        await using PortSession<TLog> session = await OpenAsync();
        TLog log = session.Port;
        _ = await log.AppendAsync("u", Entries.Views(1, 5), Token);
        _ = await log.AppendAsync("u", Entries.Views(6, 5), Token);
        _ = await log.AppendAsync("other", Entries.Views(1, 2, "other"), Token);
        await SettleAsync();
        long[] before = [.. (await log.ReadAllAsync(0, 100, Token)).Select(record => record.Position)];
        for (int repeat = 0; repeat < 2; repeat++)
        {
            await log.RemoveAsync("u", [2, 5, 6, 99], Entries.At, Token);
            IReadOnlyList<LogEntry> entries = await log.ReadUserAsync("u", 0, 100, Token);
            Assert.Equal([2L, 5L, 6L], entries.OfType<RemovedEntry>().Select(entry => entry.Sequence));
            Assert.Equal(7, entries.OfType<EventEntry>().Count());
        }

        Assert.Equal(
            [Entries.Key("w-1")],
            await log.FindEventsAsync("u", [Entries.Key("w-1"), Entries.Key("w-2"), Entries.Key("w-6")], Token));
        IReadOnlyList<LogRecord> all = await log.ReadAllAsync(0, 100, Token);
        Assert.Equal(before, all.Select(record => record.Position));
        Assert.Equal(3, all.Count(record => record.Entry is RemovedEntry));
        Assert.Equal(AppendResult.Appended, await log.AppendAsync("u", Entries.Views(11, 1), Token));
    }
}
