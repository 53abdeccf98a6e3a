using Microsoft.Extensions.Time.Testing;
using Personalization.Abstractions.EventLog;
using Personalization.Storage.Postgres.EventLog;
using Personalization.Storage.Postgres.Schema;
using Personalization.Testing.EventLog;
using Personalization.Testing.Postgres;

namespace Personalization.IntegrationTests.Storage;

public sealed class PostgresSchemaTests(PostgresFixture fixture) : IAsyncLifetime, IClassFixture<PostgresFixture>
{
    private TestDatabase? _database;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _database = await fixture.CreateAsync();

    public ValueTask DisposeAsync() => default;

    [Fact]
    public async Task Eight_silos_can_start_concurrently()
    {
        PostgresTestStore[] stores = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(_ => Task.Run(() => PostgresTestStore.OpenAsync(_database!))));
        Assert.Equal(
            PostgresSchema.Version, await _database!.ReadAsync<int>("SELECT max(version) FROM schema_version"));
        Assert.Equal(PostgresSchema.Version, await _database.ReadAsync<long>("SELECT count(*) FROM schema_version"));
        Assert.Equal(2, await _database.ReadAsync<long>("SELECT count(*) FROM log_partition"));
        foreach (PostgresTestStore store in stores)
        {
            await using PostgresEventLog log = store.OpenLog();
            await log.ProbeAsync(Token);
            await store.DisposeAsync();
        }

        Assert.Equal(8, await _database.ReadAsync<long>("SELECT count FROM store_probe"));
    }

    [Fact]
    public async Task A_newer_schema_is_rejected_and_not_changed()
    {
        await (await PostgresTestStore.OpenAsync(_database!)).DisposeAsync();
        await _database!.ExecuteAsync("INSERT INTO schema_version (version) VALUES (999); TRUNCATE OrleansQuery");
        NewerSchemaException error = await Assert.ThrowsAsync<NewerSchemaException>(
            () => PostgresTestStore.OpenAsync(_database));
        Assert.Equal((999, PostgresSchema.Version), (error.Found, error.Known));
        Assert.Contains("schema version 999", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, await _database.ReadAsync<long>("SELECT count(*) FROM OrleansQuery"));
        await _database.ExecuteAsync("DELETE FROM schema_version WHERE version = 999");
        await (await PostgresTestStore.OpenAsync(_database)).DisposeAsync();
    }

    [Fact]
    public async Task Positions_keep_increasing_after_a_restore_into_a_server_with_lower_numbers()
    {
        await using (PostgresTestStore store = await PostgresTestStore.OpenAsync(_database!))
        {
            await using PostgresEventLog log = store.OpenLog();
            _ = await log.AppendAsync("u", Entries.Views(1, 3), Token);
        }

        // Simulates entries whose transaction numbers are far ahead of this server's numbers.
        await _database!.ExecuteAsync("UPDATE log_entry SET position = position + (1::bigint << 50)");
        long last = await _database.ReadAsync<long>("SELECT max(position) FROM log_entry");
        await using PostgresTestStore restored = await PostgresTestStore.OpenAsync(_database);
        await using PostgresEventLog again = restored.OpenLog();
        Assert.Equal(3, (await again.ReadAllAsync(0, 10, Token)).Count);
        Assert.Equal(AppendResult.Appended, await again.AppendAsync("u", Entries.Views(4, 2), Token));
        IReadOnlyList<LogRecord> next = await again.ReadAllAsync(last, 10, Token);
        Assert.Equal([4L, 5L], next.Select(record => record.Entry.Sequence));
        await (await PostgresTestStore.OpenAsync(_database)).DisposeAsync();
        Assert.Equal(
            next.Select(record => record.Position),
            (await again.ReadAllAsync(last, 10, Token)).Select(record => record.Position));
    }

    [Fact]
    public async Task Entries_in_the_default_partition_move_when_their_partition_is_created()
    {
        FakeTimeProvider time = new(Entries.At);
        await using PostgresTestStore store = await PostgresTestStore.OpenAsync(_database!, time: time);
        await using PostgresEventLog log = store.OpenLog();
        _ = await log.AppendAsync("u", Entries.Views(1, 2), Token);
        Assert.Equal(0, await StraysAsync());
        time.Advance(TimeSpan.FromDays(200));
        _ = await log.AppendAsync("u", Entries.Views(3, 2), Token);
        Assert.Equal(2, await StraysAsync());
        IReadOnlyList<LogRecord> before = await log.ReadAllAsync(0, 10, Token);
        await Task.WhenAll(Enumerable.Range(
            0, 4).Select(_ => Task.Run(() => LogPartitionMaintenance.RunOnceAsync(store.Database, Token))));
        Assert.Equal(0, await StraysAsync());
        Assert.Equal(4, await _database!.ReadAsync<long>("SELECT count(*) FROM log_partition"));
        IReadOnlyList<LogRecord> after = await log.ReadAllAsync(0, 10, Token);
        Assert.Equal([1L, 2L, 3L, 4L], after.Select(record => record.Entry.Sequence));
        Assert.Equal(before.Select(record => record.Position), after.Select(record => record.Position));
        _ = await log.AppendAsync("u", Entries.Views(5, 1), Token);
        Assert.Equal(0, await StraysAsync());
    }

    [Fact]
    public async Task Partitions_of_another_length_do_not_overlap_existing_ones()
    {
        FakeTimeProvider time = new(Entries.At);
        foreach (int days in (int[])[30, 7, 90, 1])
        {
            await (await PostgresTestStore.OpenAsync(_database!, options => options.PartitionDays = days, time))
                .DisposeAsync();
            time.Advance(TimeSpan.FromDays(20));
        }

        await using PostgresTestStore store = await PostgresTestStore.OpenAsync(
            _database!, options => options.PartitionDays = 2, time);
        await using PostgresEventLog log = store.OpenLog();
        _ = await log.AppendAsync("u", Entries.Views(1, 1), Token);
        Assert.Equal(0, await StraysAsync());
        Assert.Equal(0, await _database!.ReadAsync<long>(
            "SELECT count(*) FROM log_partition a JOIN log_partition b ON a.name < b.name AND a.starts_at < b.ends_at "
                + "AND b.starts_at < a.ends_at"));
    }

    [Fact]
    public async Task A_log_part_is_dropped_only_when_all_of_its_users_are_covered()
    {
        FakeTimeProvider time = new(Entries.At);
        await using PostgresTestStore store = await PostgresTestStore.OpenAsync(
            _database!, options => (options.PartitionDays, options.RetentionDays) = (1, 10), time);
        await using PostgresEventLog log = store.OpenLog();
        PostgresLogRetention retention = new(store.Database);
        _ = await log.AppendAsync("a", Entries.Views(1, 3, "a"), Token);
        _ = await log.AppendAsync("b", Entries.Views(1, 1, "b"), Token);
        time.Advance(TimeSpan.FromDays(1));
        _ = await log.AppendAsync("a", Entries.Views(4, 2, "a"), Token);
        Assert.Empty(await retention.ListExpiredAsync(Token));
        time.Advance(TimeSpan.FromDays(10));
        LogPart part = Assert.Single(await retention.ListExpiredAsync(Token));
        _ = await Assert.ThrowsAsync<ArgumentException>(
            async () => await retention.DropAsync(part with { Name = "log_entry" }, (_, _) => new(true), Token));

        List<LogPartUser> asked = [];
        Assert.False(await retention.DropAsync(part, (user, _) => new(user.UserKey != "b"), Token));
        Assert.Equal(5, (await log.ReadUserAsync("a", 0, 10, Token)).Count);
        Assert.False(await retention.DropAsync(part, async (user, token) => await StoreLateAsync(part, token), Token));
        Assert.True(await retention.DropAsync(part, (user, _) =>
        {
            asked.Add(user);
            return new(true);
        }, Token));
        Assert.Equal([new LogPartUser("a", 3), new LogPartUser("b", 1), new LogPartUser("late", 1)], asked);
        Assert.Equal([4L, 5L], (await log.ReadUserAsync("a", 0, 10, Token)).Select(entry => entry.Sequence));
        Assert.Empty(await log.ReadUserAsync("b", 0, 10, Token));
        Assert.Empty(await retention.ListExpiredAsync(Token));
        Assert.Equal(AppendResult.Fenced, await log.AppendAsync("b", Entries.Views(1, 1, "again"), Token));
        Assert.Equal(AppendResult.Appended, await log.AppendAsync("b", Entries.Views(2, 1, "b"), Token));
    }

    private async Task<bool> StoreLateAsync(LogPart part, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await _database!.ExecuteAsync($"""
            INSERT INTO {part.Name} SELECT position + (1::bigint << 40), 'late', 1, stored_at, 0, entry FROM {part.Name}
            WHERE sequence = 1 AND user_key = 'a' AND NOT EXISTS (SELECT FROM {part.Name} WHERE user_key = 'late')
            """);
        return true;
    }

    private Task<long> StraysAsync() => _database!.ReadAsync<long>("SELECT count(*) FROM log_entry_default");
}
