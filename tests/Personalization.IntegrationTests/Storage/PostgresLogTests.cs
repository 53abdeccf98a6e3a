using Npgsql;
using Personalization.Abstractions.EventLog;
using Personalization.Storage.GroupCommit;
using Personalization.Storage.Postgres.Connections;
using Personalization.Storage.Postgres.EventLog;
using Personalization.Testing.EventLog;
using Personalization.Testing.Postgres;

namespace Personalization.IntegrationTests.Storage;

/// <summary>Tests the behavior of a log that many processes share.</summary>
public sealed class PostgresLogTests(PostgresFixture fixture) : IAsyncLifetime, IClassFixture<PostgresFixture>
{
    private TestDatabase? _database;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _database = await fixture.CreateAsync();

    public ValueTask DisposeAsync() => default;

    [Fact]
    public async Task Entries_of_a_late_commit_are_not_skipped()
    {
        await using PostgresTestStore hasty = await PostgresTestStore.OpenAsync(
            _database!, options => options.SettleMs = 20);
        await using PostgresEventLog log = hasty.OpenLog();
        await using NpgsqlConnection late = await OpenAsync();
        await using NpgsqlTransaction transaction = await late.BeginTransactionAsync(Token);
        _ = await AppendBatch.RunAsync(
            late, [AppendWrite.Create("late", Entries.Views(1, 2, "late"))], Entries.At, Token);

        Assert.Equal(AppendResult.Appended, await log.AppendAsync("early", Entries.Views(1, 2, "early"), Token));
        Assert.Equal(2, (await log.ReadUserAsync("early", 0, 10, Token)).Count);
        Assert.Empty(await log.ReadAllAsync(0, 10, Token));
        await transaction.CommitAsync(Token);

        await using PostgresTestStore patient = await PostgresTestStore.OpenAsync(_database!);
        await using PostgresEventLog follower = patient.OpenLog();
        IReadOnlyList<LogRecord> all = await follower.ReadAllAsync(0, 10, Token);
        Assert.Equal(["late", "late", "early", "early"], all.Select(record => record.UserKey));
        Assert.Equal(all.Skip(1), await follower.ReadAllAsync(all[0].Position, 10, Token));
    }

    [Fact]
    public async Task Appends_queued_during_a_commit_form_the_next_one()
    {
        await using PostgresTestStore store = await PostgresTestStore.OpenAsync(
            _database!, options => options.ParallelBatches = 1);
        await using PostgresEventLog log = store.OpenLog();
        Task<AppendResult>[] appends;
        await using (await HoldHeadsAsync())
        {
            appends = [log.AppendAsync("first", Entries.Views(1, 1), Token).AsTask()];
            await WaitForBlockedAsync(1);
            appends = [.. appends, .. Enumerable.Range(
                0, 300).Select(user => log.AppendAsync($"u{user}", Entries.Views(1, 3), Token).AsTask())];
        }

        Assert.All(await Task.WhenAll(appends), result => Assert.Equal(AppendResult.Appended, result));
        Assert.Equal(2, await _database!.ReadAsync<long>("SELECT count(DISTINCT position >> 20) FROM log_entry"));
        Assert.Equal(901, (await log.ReadAllAsync(0, 2000, Token)).Count);
    }

    [Fact]
    public async Task Queued_appends_of_one_user_are_stored_in_order()
    {
        await using PostgresTestStore store = await PostgresTestStore.OpenAsync(
            _database!, options => options.ParallelBatches = 4);
        await using PostgresEventLog log = store.OpenLog();
        AppendResult[] results = await Task.WhenAll(Enumerable.Range(
            0, 40).Select(n => log.AppendAsync($"u{n % 2}", Entries.Views(1 + (n / 2), 1), Token).AsTask()));
        Assert.All(results, result => Assert.Equal(AppendResult.Appended, result));
    }

    [Fact]
    public async Task A_full_queue_rejects_appends_and_cancellation_frees_room()
    {
        await using PostgresTestStore store = await PostgresTestStore.OpenAsync(
            _database!, options => (options.ParallelBatches, options.MaxQueued) = (1, 3));
        await using PostgresEventLog log = store.OpenLog();
        using CancellationTokenSource impatient = new();
        List<Task<AppendResult>> appends = [];
        await using (await HoldHeadsAsync())
        {
            appends.Add(log.AppendAsync("first", Entries.Views(1, 1), Token).AsTask());
            await WaitForBlockedAsync(1);
            Task<AppendResult> canceled = log.AppendAsync("canceled", Entries.Views(1, 1), impatient.Token).AsTask();
            appends.Add(log.AppendAsync("a", Entries.Views(1, 1), Token).AsTask());
            appends.Add(log.AppendAsync("b", Entries.Views(1, 1), Token).AsTask());
            _ = await Assert.ThrowsAsync<StoreOverloadedException>(
                async () => await log.AppendAsync("c", Entries.Views(1, 1), Token));
            await impatient.CancelAsync();
            _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => canceled);
            appends.Add(log.AppendAsync("d", Entries.Views(1, 1), Token).AsTask());
        }

        Assert.All(await Task.WhenAll(appends), result => Assert.Equal(AppendResult.Appended, result));
        Assert.Equal(
            ["a", "b", "d", "first"],
            (await log.ReadAllAsync(0, 10, Token)).Select(record => record.UserKey).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_slow_commit_fails_and_the_next_one_succeeds()
    {
        await using PostgresTestStore store = await PostgresTestStore.OpenAsync(
            _database!, options => options.CommandTimeoutSeconds = 1);
        await using PostgresEventLog log = store.OpenLog();
        await using (await HoldHeadsAsync())
        {
            IOException error = await Assert.ThrowsAsync<IOException>(
                async () => await log.AppendAsync("u", Entries.Views(1, 1), Token));
            Assert.Contains("unknown", error.Message, StringComparison.Ordinal);
        }

        Assert.Equal(AppendResult.Appended, await log.AppendAsync("u", Entries.Views(1, 1), Token));
    }

    [Fact]
    public async Task Closed_connections_fail_at_most_the_writes_in_progress()
    {
        await using PostgresTestStore store = await PostgresTestStore.OpenAsync(_database!);
        await using PostgresEventLog log = store.OpenLog();
        long next = 1;
        for (int round = 0; round < 5; round++)
        {
            for (int i = 0; i < 8; i++, next++)
            {
                Assert.Equal(AppendResult.Appended, await log.AppendAsync("u", Entries.Views(next, 1), Token));
            }

            await _database!.CutConnectionsAsync();
            Assert.Equal(next - 1, (await log.ReadUserAsync("u", 0, 1000, Token)).Count);
            await _database.CutConnectionsAsync();
            Exception? failure = await Record.ExceptionAsync(
                async () => await log.AppendAsync("u", Entries.Views(next, 1), Token));
            Assert.True(failure is null or IOException, $"{failure}");
            next = 1 + (await log.ReadUserAsync("u", 0, 1000, Token)).Count;
        }

        Assert.Equal(next - 1, (await log.ReadAllAsync(0, 1000, Token)).Count);
    }

    [Fact]
    public async Task Two_silos_that_write_the_same_users_neither_deadlock_nor_share_a_number()
    {
        const int users = 40;
        await using PostgresTestStore store = await PostgresTestStore.OpenAsync(_database!);
        await using PostgresEventLog one = store.OpenLog();
        await using PostgresEventLog two = store.OpenLog();
        int[] won = new int[2];
        for (int n = 1; n <= 10; n++)
        {
            Task<AppendResult>[][] both = [.. new[] { one, two }.Select((log, silo) => Enumerable.Range(0, users)
                .Select(user => log.AppendAsync(
                    $"u{(silo == 0 ? user : users - 1 - user)}",
                    [Entries.View(n, $"{silo}-{n}")],
                    Token).AsTask()).ToArray())];
            for (int silo = 0; silo < 2; silo++)
            {
                won[silo] += (await Task.WhenAll(both[silo])).Count(result => result == AppendResult.Appended);
            }
        }

        IReadOnlyList<LogRecord> all = await one.ReadAllAsync(0, 1000, Token);
        Assert.Equal(users * 10, all.Count);
        Assert.Equal(all.Count, won.Sum());
        Assert.Equal(all.Count, all.Select(record => (record.UserKey, record.Entry.Sequence)).Distinct().Count());
        Assert.Equal(
            won[0],
            all.Count(record => ((EventEntry)record.Entry).Event.EventId.StartsWith("0-", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task An_erasure_includes_entries_that_another_silo_has_just_appended()
    {
        await using PostgresTestStore store = await PostgresTestStore.OpenAsync(_database!);
        await using PostgresEventLog one = store.OpenLog();
        await using PostgresEventLog two = store.OpenLog();
        for (int run = 0; run < 30; run++)
        {
            string user = $"u{run}";
            _ = await one.AppendAsync(user, Entries.Views(1, 1), Token);
            Task<AppendResult> append = Task.Run(
                () => two.AppendAsync(user, Entries.Views(2, 1), Token).AsTask(), Token);
            long? erased = null;
            while (erased is null)
            {
                erased = await one.EraseAsync(user, Entries.Mark(3), Token);
            }

            Assert.Equal((AppendResult.Appended, 2L), (await append, erased));
            Assert.Equal(
                [Entries.Text(Entries.Mark(3))], (await one.ReadUserAsync(user, 0, 10, Token)).Select(Entries.Text));
        }
    }

    [Fact]
    public async Task Keys_that_are_invalid_for_the_server_are_rejected_early()
    {
        await using PostgresTestStore store = await PostgresTestStore.OpenAsync(_database!);
        await using PostgresEventLog log = store.OpenLog();
        foreach (string key in (string[])["a\0b", "lone \uD800", new string('k', PostgresText.MaxKeyBytes + 1)])
        {
            await Assert.ThrowsAnyAsync<ArgumentException>(
                async () => await log.AppendAsync(key, Entries.Views(1, 1), Token));
            await Assert.ThrowsAnyAsync<ArgumentException>(async () => await log.ReadUserAsync(key, 0, 1, Token));
        }

        string longest = string.Concat(
            Enumerable.Range(0, PostgresText.MaxKeyBytes).Select(i => (char)('!' + (i * 7919 % 90))));
        Assert.Equal(AppendResult.Appended, await log.AppendAsync(longest, Entries.Views(1, 1), Token));
        _ = Assert.Single(await log.ReadUserAsync(longest, 0, 1, Token));
    }

    [Fact]
    public async Task Reading_a_user_without_new_entries_scans_no_partition()
    {
        await using PostgresTestStore store = await PostgresTestStore.OpenAsync(_database!);
        await using PostgresEventLog log = store.OpenLog();
        _ = await log.AppendAsync("u", Entries.Views(1, 5), Token);
        await using NpgsqlConnection connection = await OpenAsync();
        await using NpgsqlCommand explain = connection.Command(
            $"EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) {LogQueries.ReadUserSql}", "u", 5L, 100L);
        string plan = string.Join('\n', await explain.ReadRowsAsync(reader => reader.GetString(0), Token));
        Assert.Contains("One-Time Filter", plan, StringComparison.Ordinal);
        Assert.All(
            plan.Split('\n').Where(line => line.Contains(" on log_entry", StringComparison.Ordinal)),
            line => Assert.Contains("never executed", line, StringComparison.Ordinal));
    }

    private async Task<NpgsqlConnection> OpenAsync()
    {
        NpgsqlConnection connection = new($"{_database!.ConnectionString};Pooling=false");
        await connection.OpenAsync(Token);
        return connection;
    }

    /// <summary>Blocks every commit until disposed.</summary>
    private async Task<NpgsqlConnection> HoldHeadsAsync()
    {
        NpgsqlConnection connection = await OpenAsync();
        await using NpgsqlCommand command = new("BEGIN; LOCK TABLE log_head IN EXCLUSIVE MODE", connection);
        _ = await command.ExecuteNonQueryAsync(Token);
        return connection;
    }

    private async Task WaitForBlockedAsync(int count)
    {
        const string Blocked =
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
        while (await _database!.ReadAsync<long>(Blocked) < count)
        {
            Token.ThrowIfCancellationRequested();
        }
    }
}
