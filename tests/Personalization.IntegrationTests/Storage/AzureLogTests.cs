using Azure;
using Azure.Data.Tables;
using Personalization.Abstractions.EventLog;
using Personalization.Storage.Azure.Connections;
using Personalization.Storage.Azure.EventLog;
using Personalization.Testing.EventLog;

namespace Personalization.IntegrationTests.Storage;

/// <summary>
/// Tests the behavior specific to the log in Azure tables: announcements, fencing by etag, stepwise erasure and limits.
/// </summary>
public sealed class AzureLogTests : IAsyncDisposable
{
    private readonly AzureTestAccount _account = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _account.DisposeAsync();

    [Fact]
    public async Task Readers_of_the_whole_log_lag_behind_by_the_setting()
    {
        await using AzureEventLog log = new(await _account.OpenAsync());
        _ = await log.AppendAsync("u", Entries.Views(1, 3), Token);
        Assert.Empty(await log.ReadAllAsync(0, 10, Token));
        Assert.Equal(3, (await log.ReadUserAsync("u", 0, 10, Token)).Count);
        _account.Settle();
        Assert.Equal([1, 2, 3], (await log.ReadAllAsync(0, 10, Token)).Select(record => record.Entry.Sequence));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task An_append_that_a_reader_has_passed_cannot_be_written(int before)
    {
        AzureStore store = await _account.OpenAsync();
        await using AzureEventLog log = new(store);
        UserRows rows = new(store);
        _ = before == 0 ? AppendResult.Appended : await log.AppendAsync("u", Entries.Views(1, before), Token);

        // A silo announces its append and freezes before it sends the transaction.
        UserHead head = await rows.ReadHeadAsync("u", Token);
        PendingAppend frozen = new(
            "u", AppendedEntries.Encode("u", Entries.Views(before + 1, 2, "frozen")), erases: false);
        long position = await new GroupAnnouncer(store).AnnounceAsync([new AppendAttempt(frozen, head)]);
        _account.Settle();
        Assert.Equal(before, (await log.ReadAllAsync(0, 10, Token)).Count);
        RequestFailedException refused = await Assert.ThrowsAnyAsync<RequestFailedException>(() => rows.CommitAsync(
            "u", head, frozen.Next(head, position), LogSegment.Pack("u", frozen.Entries, position), Token));
        Assert.True(AzureCalls.IsConflict(refused), refused.Message);

        // Another silo that knows the old head appends with a new announcement.
        Assert.Equal(AppendResult.Appended, await log.AppendAsync("u", Entries.Views(before + 1, 2), Token));
        _account.Settle();
        Assert.Equal(before + 2, (await log.ReadAllAsync(0, 10, Token)).Count);
    }

    [Fact]
    public async Task A_fenced_announced_append_is_not_read_twice()
    {
        AzureStore store = await _account.OpenAsync();
        await using AzureEventLog log = new(store);
        PendingAppend beaten = new("u", AppendedEntries.Encode("u", Entries.Views(1, 2, "beaten")), erases: false);
        _ = await new GroupAnnouncer(store).AnnounceAsync([new AppendAttempt(beaten, UserHead.None)]);
        Assert.Equal(AppendResult.Appended, await log.AppendAsync("u", Entries.Views(1, 2), Token));
        _account.Settle();
        Assert.Equal(
            ["w-1", "w-2"],
            (await log.ReadAllAsync(0, 10, Token)).Select(record => ((EventEntry)record.Entry).Event.EventId));
    }

    [Fact]
    public async Task A_lost_answer_causes_neither_a_lost_nor_a_duplicate_append()
    {
        LostAnswers lost = new(transaction => transaction % 3 == 1);
        await using AzureEventLog log = new(await _account.OpenAsync(null, lost));
        for (int n = 1; n <= 9; n++)
        {
            Assert.Equal(AppendResult.Appended, await log.AppendAsync("u", Entries.Views(n, 1), Token));
        }

        Assert.Equal(AppendResult.Fenced, await log.AppendAsync("u", Entries.Views(9, 1, "late"), Token));
        Assert.Equal(9, await log.EraseAsync("u", Entries.Mark(10), Token));
        Assert.True(lost.Lost >= 4, $"{lost.Lost} lost");
        _account.Settle();
        Assert.Equal([10], (await log.ReadAllAsync(0, 100, Token)).Select(record => record.Entry.Sequence));
    }

    [Fact]
    public async Task Silos_fence_each_other_and_positions_follow_the_sequence_numbers()
    {
        await using AzureEventLog first = new(await _account.OpenAsync());
        await using AzureEventLog second = new(await _account.OpenAsync());
        for (int n = 1; n <= 20; n += 2)
        {
            Assert.Equal(AppendResult.Appended, await first.AppendAsync("u", Entries.Views(n, 1, "first"), Token));
            Assert.Equal(AppendResult.Fenced, await second.AppendAsync("u", Entries.Views(n, 1, "late"), Token));
            Assert.Equal(
                AppendResult.Appended, await second.AppendAsync("u", Entries.Views(n + 1, 1, "second"), Token));
            Assert.Equal(AppendResult.Fenced, await first.AppendAsync("u", Entries.Views(n + 1, 1, "late"), Token));
        }

        _account.Settle();
        Assert.Equal(
            Enumerable.Range(1, 20),
            (await first.ReadAllAsync(0, 100, Token)).Select(record => (int)record.Entry.Sequence));
    }

    [Fact]
    public async Task A_follower_reads_every_entry_of_two_silos_that_write_longer_than_the_lag()
    {
        const int users = 8;
        TimeSpan time = TimeSpan.FromSeconds(4);
        long started = TimeProvider.System.GetTimestamp();
        AzureEventLog[] silos = [new(await _account.OpenAsync(Soon)), new(await _account.OpenAsync(Soon))];
        Task<int[]> writers = Task.WhenAll(Enumerable.Range(0, users).Select(user => Task.Run(async () =>
        {
            int n = 1;
            for (; TimeProvider.System.GetElapsedTime(started) < time; n += 2)
            {
                Assert.Equal(
                    AppendResult.Appended,
                    await silos[(user + (n / 2)) % 2].AppendAsync($"u{user}", Entries.Views(n, 2, $"u{user}"), Token));
            }

            return n - 1;
        })));
        List<LogRecord> followed = [];
        int early = 0;
        bool ended;
        IReadOnlyList<LogRecord> page;
        do
        {
            ended = writers.IsCompleted;
            if (ended)
            {
                _account.Settle();
            }

            page = await silos[0].ReadAllAsync(followed.Count == 0 ? 0 : followed[^1].Position, 50, Token);
            followed.AddRange(page);
            early += ended ? 0 : page.Count;
        }
        while (!ended || page.Count > 0);
        int[] written = await writers;
        Assert.True(early > 0, "nothing was followed while the silos wrote");
        Assert.Equal(written.Sum(), followed.Count);
        foreach (IGrouping<string, LogRecord> user in followed.GroupBy(record => record.UserKey))
        {
            Assert.Equal(Enumerable.Range(1, user.Count()), user.Select(record => (int)record.Entry.Sequence));
        }

        await Task.WhenAll(silos.Select(silo => silo.DisposeAsync().AsTask()));

        static void Soon(AzureStorageOptions options) => options.ReadLagSeconds = 1;
    }

    [Fact]
    public async Task A_silo_with_a_slow_clock_announces_in_service_time()
    {
        _ = await _account.OpenAsync();
        ShiftedTime wrong = new();
        wrong.Advance(TimeSpan.FromMinutes(-1));
        AzureStore store = new(_account.Options(), new ServiceClock(wrong));
        PendingAppend append = new("u", AppendedEntries.Encode("u", Entries.Views(1, 1)), erases: false);
        DateTimeOffset before = TimeProvider.System.GetUtcNow();
        long position = await new GroupAnnouncer(store).AnnounceAsync([new AppendAttempt(append, UserHead.None)]);
        Assert.InRange(
            position,
            LogPosition.At(before.AddSeconds(-5)),
            LogPosition.At(TimeProvider.System.GetUtcNow().AddSeconds(5)));
    }

    [Theory]
    [InlineData("user")]
    [InlineData("all")]
    [InlineData("append")]
    public async Task An_interrupted_erasure_hides_all_entries_and_is_completed_by_the_next_call(string next)
    {
        AzureStore store = await _account.OpenAsync();
        await using AzureEventLog log = new(store);
        UserRows rows = new(store);
        for (int n = 1; n <= 120; n++)
        {
            Assert.Equal(AppendResult.Appended, await log.AppendAsync("u", Entries.Views(n, 1), Token));
        }

        // The process ends after the head is written and before the rows are deleted.
        PendingAppend erasure = new("u", AppendedEntries.Encode("u", [Entries.Mark(121)]), erases: true);
        await using (GroupWriter writer = new(store, rows))
        {
            Assert.NotNull(await writer.WriteAsync(erasure, Token));
        }

        Assert.Equal(121, await SegmentsAsync(store));
        Assert.Empty(await log.FindEventsAsync("u", [Entries.Key("w-1"), Entries.Key("w-120")], Token));
        _account.Settle();
        await using AzureEventLog other = new(store);
        Task touch = next switch
        {
            "user" => ReadsMarkAsync(other.ReadUserAsync("u", 0, 1000, Token)),
            "all" => ReadsMarkAsync(other.ReadAllAsync(0, 1000, Token)),
            _ => other.AppendAsync("u", Entries.Views(122, 1), Token).AsTask(),
        };
        await touch;
        _ = await other.ReadUserAsync("u", 121, 10, Token);
        Assert.Equal(next == "append" ? 2 : 1, await SegmentsAsync(store));
        Assert.False((await rows.ReadHeadAsync("u", Token)).IsErasing);
    }

    [Fact]
    public async Task Appends_at_the_limits_are_stored_and_larger_ones_are_rejected()
    {
        await using AzureEventLog log = new(await _account.OpenAsync());
        EventEntry[] big = [.. Enumerable.Range(1, 3).Select(n => Sized(n, 870_000))];
        Assert.Equal(AppendResult.Appended, await log.AppendAsync("big", big, Token));
        Assert.Equal(big.Select(Entries.Text), (await log.ReadUserAsync("big", 0, 10, Token)).Select(Entries.Text));
        Assert.Equal(Entries.Text(big[2]), Entries.Text(Assert.Single(await log.ReadUserAsync("big", 2, 10, Token))));
        await Assert.ThrowsAsync<ArgumentException>(
            async () => await log.AppendAsync("big", [Sized(4, 1_000_000)], Token));
        await Assert.ThrowsAsync<ArgumentException>(async () => await log.AppendAsync(
            "big", [.. Enumerable.Range(4, 4).Select(n => Sized(n, 800_000))], Token));
        Assert.Equal(
            AppendResult.Appended, await log.AppendAsync("long", Entries.Views(1, LogPosition.MaxEntries), Token));
        Assert.Equal(LogPosition.MaxEntries, (await log.ReadUserAsync("long", 0, 10_000, Token)).Count);
        await Assert.ThrowsAsync<ArgumentException>(
            async () => await log.AppendAsync("over", Entries.Views(1, LogPosition.MaxEntries + 1), Token));
        await Assert.ThrowsAsync<ArgumentException>(async () => await log.AppendAsync(
            new string('k', TableKeys.MaxUserKeyBytes + 1), Entries.Views(1, 1), Token));
        Assert.Empty(await log.ReadUserAsync("over", 0, 10, Token));
    }

    [Fact]
    public async Task A_full_queue_rejects_appends_and_closing_writes_the_accepted_ones()
    {
        AzureEventLog log = new(await _account.OpenAsync(
            options => (options.MaxQueued, options.ParallelGroups, options.GroupAppends) = (5, 1, 2)));
        Task<AppendResult>[] appends = [.. Enumerable.Range(0, 40).Select(user => AppendAsync(user))];
        await log.DisposeAsync();
        await Task.WhenAll(appends)
            .ContinueWith(_ => { }, TaskScheduler.Default)
            .WaitAsync(TimeSpan.FromSeconds(10), Token);
        int refused = appends.Count(append => append.Exception?.InnerException is IOException error
            && error.Message.Contains("overloaded", StringComparison.Ordinal));
        Assert.InRange(refused, 1, 35);
        Assert.Equal(
            40 - refused,
            appends.Count(append => append.IsCompletedSuccessfully && append.Result == AppendResult.Appended));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => AppendAsync(50));

        async Task<AppendResult> AppendAsync(int user) => await log.AppendAsync($"u{user}", Entries.Views(1, 1), Token);
    }

    private static EventEntry Sized(long sequence, int bytes)
    {
        EventEntry entry = Entries.View(sequence, $"big-{sequence}");
        return entry with
        {
            Event = entry.Event with
            {
                Properties = entry.Event.Properties.Add("filler", new string((char)('a' + sequence), bytes))
            }
        };
    }

    private static async Task ReadsMarkAsync(ValueTask<IReadOnlyList<LogEntry>> read) =>
        Assert.Equal(121, Assert.Single(await read).Sequence);

    private static async Task ReadsMarkAsync(ValueTask<IReadOnlyList<LogRecord>> read) =>
        Assert.Equal(121, Assert.Single(await read).Entry.Sequence);

    private static async Task<int> SegmentsAsync(AzureStore store)
    {
        int rows = 0;
        await foreach (TableEntity _ in store.Events.QueryAsync<TableEntity>("PartitionKey eq 'u' and RowKey lt ':'"))
        {
            rows++;
        }

        return rows;
    }
}
