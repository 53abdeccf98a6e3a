using System.Text;
using Microsoft.Data.Sqlite;
using Personalization.Abstractions.EventLog;
using Personalization.Storage.Sqlite.Connections;
using Personalization.Storage.Sqlite.EventLog;
using Personalization.Testing.EventLog;
using SQLitePCL;

namespace Personalization.IntegrationTests.Storage;

/// <summary>
/// Tests the behavior specific to the embedded store: groups, failures, limits, closing and exclusive access to the
/// file.
/// </summary>
public sealed class SqliteStoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_fenced_append_does_not_affect_others_in_its_group()
    {
        await using SqliteStore store = SqliteTestStore.Open(_folder);
        SqliteEventLog log = new(store);
        Task<AppendResult>[] group = await InOneGroupAsync(store, () =>
        [
            log.AppendAsync("a", Entries.Views(1, 2), Token).AsTask(),
            log.AppendAsync("a", Entries.Views(3, 1), Token).AsTask(),
            log.AppendAsync("b", Entries.Views(1, 1), Token).AsTask(),
            log.AppendAsync("a", Entries.Views(3, 1, "late"), Token).AsTask(),
            log.AppendAsync("a", Entries.Views(5, 1, "early"), Token).AsTask(),
            log.AppendAsync("a", Entries.Views(4, 1), Token).AsTask(),
        ]);
        AppendResult[] results = await Task.WhenAll(group);
        Assert.Equal([
            AppendResult.Appended, AppendResult.Appended, AppendResult.Appended, AppendResult.Fenced,
            AppendResult.Fenced, AppendResult.Appended
        ], results);
        Assert.Equal(
            ["w-1", "w-2", "w-3", "w-4"],
            (await log.ReadUserAsync("a", 0, 10, Token)).Select(entry => ((EventEntry)entry).Event.EventId));
    }

    [Fact]
    public async Task A_failed_commit_reaches_every_caller_and_the_store_recovers()
    {
        await using SqliteStore store = SqliteTestStore.Open(_folder);
        SqliteEventLog log = new(store);
        _ = await log.AppendAsync("a", Entries.Views(1, 1), Token);

        // The commit hook makes SQLite fail the commit itself, after all rows were inserted.
        using GateWrite refuse = new(
            session => raw.sqlite3_commit_hook(session.Session.Connection.Handle, _ => 1, null));
        Task<AppendResult>[] group = await InOneGroupAsync(store, () =>
        [
            log.AppendAsync("a", Entries.Views(2, 1), Token).AsTask(),
            store.WriteAsync(refuse, Token).AsTask().ContinueWith(
                task => task.IsFaulted ? throw task.Exception!.InnerException! : AppendResult.Appended,
                TaskScheduler.Default),
            log.AppendAsync("b", Entries.Views(1, 1), Token).AsTask(),
        ]);
        foreach (Task<AppendResult> append in group)
        {
            _ = await Assert.ThrowsAsync<IOException>(() => append);
        }

        // A separate write removes the hook; its group is stored again.
        using GateWrite allow = new(session => raw.sqlite3_commit_hook(session.Session.Connection.Handle, null, null));
        _ = await store.WriteAsync(allow, Token);
        Assert.Equal(AppendResult.Appended, await log.AppendAsync("a", Entries.Views(2, 1), Token));
        Assert.Equal(AppendResult.Appended, await log.AppendAsync("b", Entries.Views(1, 1), Token));
        Assert.Equal(2, (await log.ReadUserAsync("a", 0, 10, Token)).Count);
    }

    [Fact]
    public async Task Nothing_is_acknowledged_on_a_full_disk()
    {
        await using SqliteStore store = SqliteTestStore.Open(_folder);
        SqliteEventLog log = new(store);
        using GateWrite full = new(session => Pragma(session, "PRAGMA max_page_count = 40"));
        _ = await store.WriteAsync(full, Token);
        int stored = 0;
        IOException error = await Assert.ThrowsAsync<IOException>(async () =>
        {
            while (stored < 1000)
            {
                Assert.Equal(
                    AppendResult.Appended, await log.AppendAsync("a", Entries.Views(1 + (10 * stored), 10), Token));
                stored++;
            }
        });
        Assert.Contains("full", error.Message, StringComparison.Ordinal);
        Assert.Equal(10 * stored, (await log.ReadUserAsync("a", 0, 100_000, Token)).Count);
        using GateWrite roomy = new(session => Pragma(session, "PRAGMA max_page_count = 100000"));
        _ = await store.WriteAsync(roomy, Token);
        Assert.Equal(AppendResult.Appended, await log.AppendAsync("a", Entries.Views(1 + (10 * stored), 10), Token));
    }

    [Fact]
    public async Task Closing_commits_all_queued_writes()
    {
        Task<AppendResult>[] appends;
        SqliteStore store = SqliteTestStore.Open(_folder);
        SqliteEventLog log = new(store);
        using (GateWrite gate = new())
        {
            Task<int> blocked = store.WriteAsync(gate, Token).AsTask();
            await gate.Reached;
            appends = [.. Enumerable.Range(
                0, 200).Select(user => log.AppendAsync($"u{user}", Entries.Views(1, 1), Token).AsTask())];
            Task closing = store.DisposeAsync().AsTask();
            Assert.False(closing.IsCompleted);
            gate.Open();
            await closing;
            _ = await blocked;
        }

        Assert.All(await Task.WhenAll(appends), result => Assert.Equal(AppendResult.Appended, result));
        await Assert.ThrowsAsync<ObjectDisposedException>(
            async () => await log.AppendAsync("late", Entries.Views(1, 1), Token));
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await log.ReadUserAsync("late", 0, 1, Token));
        await using SqliteStore again = SqliteTestStore.Open(_folder);
        Assert.Equal(200, (await new SqliteEventLog(again).ReadAllAsync(0, 1000, Token)).Count);
    }

    [Fact]
    public async Task A_full_queue_makes_callers_wait()
    {
        await using SqliteStore store = SqliteTestStore.Open(_folder, options => options.MaxQueuedWrites = 4);
        SqliteEventLog log = new(store);
        using GateWrite gate = new();
        Task<int> blocked = store.WriteAsync(gate, Token).AsTask();
        await gate.Reached;
        Task<AppendResult>[] appends =
        [.. Enumerable.Range(0, 20).Select(user => log.AppendAsync($"u{user}", Entries.Views(1, 1), Token).AsTask())];
        using CancellationTokenSource impatient = new();
        Task<AppendResult> outside = log.AppendAsync("outside", Entries.Views(1, 1), impatient.Token).AsTask();
        await impatient.CancelAsync();
        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => outside);
        gate.Open();
        Assert.All(await Task.WhenAll(appends), result => Assert.Equal(AppendResult.Appended, result));
        _ = await blocked;
        Assert.Empty(await log.ReadUserAsync("outside", 0, 10, Token));
    }

    [Fact]
    public async Task A_second_owner_is_rejected_until_the_first_closes_the_store()
    {
        await using (SqliteStore first = SqliteTestStore.Open(_folder))
        {
            IOException error = Assert.Throws<IOException>(() => SqliteTestStore.Open(_folder));
            Assert.Contains("in use by another process", error.Message, StringComparison.Ordinal);
            await new SqliteEventLog(first).ProbeAsync(Token);
        }

        await using SqliteStore next = SqliteTestStore.Open(_folder);
        await new SqliteEventLog(next).ProbeAsync(Token);
    }

    [Fact]
    public async Task A_store_of_a_newer_engine_is_rejected_and_not_changed()
    {
        await SqliteTestStore.Open(_folder).DisposeAsync();
        Sql("UPDATE meta SET value = 999 WHERE name = 'schema_version'");
        IOException error = Assert.Throws<IOException>(() => SqliteTestStore.Open(_folder));
        Assert.Contains("schema version 999", error.Message, StringComparison.Ordinal);
        Sql($"UPDATE meta SET value = {SqliteSchema.Version} WHERE name = 'schema_version' AND value = 999");
        await SqliteTestStore.Open(_folder).DisposeAsync();
    }

    [Fact]
    public void A_database_of_another_program_is_rejected()
    {
        Sql("CREATE TABLE theirs (x)");
        Assert.Contains(
            "another program",
            Assert.Throws<IOException>(() => SqliteTestStore.Open(_folder)).Message,
            StringComparison.Ordinal);
        File.WriteAllText(
            _folder["store.db"], "not a database at all, but a text that is long enough to have a header");
        _ = Assert.Throws<IOException>(() => SqliteTestStore.Open(_folder));
    }

    [Fact]
    public async Task Erased_data_is_removed_from_the_file()
    {
        await using (SqliteStore store = SqliteTestStore.Open(_folder))
        {
            SqliteEventLog log = new(store);
            _ = await log.AppendAsync(
                "a",
                [.. Enumerable.Range(1, 300).Select(n => Entries.View(n, $"e{n}", item: "very-private-thing"))],
                Token);
            _ = await log.AppendAsync("b", [Entries.View(1, "e", item: "public-thing")], Token);
            Assert.Equal(300, await log.EraseAsync("a", Entries.Mark(301), Token));
        }

        string bytes = Encoding.Latin1.GetString(await File.ReadAllBytesAsync(_folder["store.db"], Token));
        Assert.DoesNotContain("very-private-thing", bytes, StringComparison.Ordinal);
        Assert.Contains("public-thing", bytes, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder["store.db-wal"]));
    }

    [Fact]
    public void All_invalid_options_are_reported_together()
    {
        SqliteStorageOptions wrong = new() { Path = " ", Readers = 0, MaxQueuedWrites = 0, MaxQueuedBytes = 1 };
        Assert.Equal(4, new SqliteStorageOptionsValidator().Validate(null, wrong).Failures!.Count());
        Assert.True(
            new SqliteStorageOptionsValidator().Validate(null, new SqliteStorageOptions { Path = "x.db" }).Succeeded);
        Assert.True(new SqliteStorageOptionsValidator().Validate(
            null, new SqliteStorageOptions { Path = _folder.Path }).Failed);
    }

    private static async Task<Task<AppendResult>[]> InOneGroupAsync(SqliteStore store, Func<Task<AppendResult>[]> queue)
    {
        using GateWrite gate = new();
        Task<int> blocked = store.WriteAsync(gate, Token).AsTask();
        await gate.Reached;
        Task<AppendResult>[] group = queue();
        gate.Open();
        _ = await blocked;
        return group;
    }

    private static void Pragma(WriterSession session, string pragma)
    {
        using SqliteCommand command = session.Session.Connection.CreateCommand();
        command.CommandText = pragma;
        _ = command.ExecuteScalar();
    }

    private void Sql(string sql)
    {
        using SqliteConnection connection = new($"Data Source={_folder["store.db"]};Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        _ = command.ExecuteNonQuery();
    }
}
