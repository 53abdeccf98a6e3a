using System.Text;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Personalization.Abstractions.EventLog;
using Personalization.Hosting.Composition;
using Personalization.Storage.Sqlite.Connections;
using Personalization.Storage.Sqlite.EventLog;
using Personalization.Storage.Sqlite.GrainState;
using Personalization.Testing.EventLog;

namespace Personalization.IntegrationTests.Storage;

/// <summary>Defects M4 and M5: forgotten data is gone from the files, and an erasure does not block writers.</summary>
public sealed class ForgottenBytesTests : IDisposable
{
    private const string Private = "very-private-thing";
    private const string Public = "public-thing";

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Forgotten_data_is_gone_from_the_file_and_the_log_of_a_running_store()
    {
        await using SqliteStore store = SqliteTestStore.Open(_folder);
        SqliteEventLog log = new(store);
        string etag = await WriteStateAsync(store, null, Private);
        for (int n = 1; n <= 300; n++)
        {
            _ = await log.AppendAsync("a", [Entries.View(n, $"e{n}", item: Private)], Token);
            _ = await log.AppendAsync("b", [Entries.View(n, $"e{n}", item: Public)], Token);
            etag = await WriteStateAsync(store, etag, $"{Private}-{new string('x', n * 50)}");
        }

        Assert.True(Contains(Private));
        _ = await store.WriteAsync(new StateClear("profile", "personalization-user/a", etag), Token);
        Assert.Equal(300, await log.EraseAsync("a", Entries.Mark(301), Token));

        await UntilAsync(() => !Contains(Private));
        Assert.True(Contains(Public));
        Assert.Equal(300, (await log.ReadUserAsync("b", 0, 1_000, Token)).Count);
    }

    [Fact]
    public async Task The_log_of_a_killed_process_is_truncated_at_the_next_start()
    {
        string copy = _folder["copy.db"];
        await using (SqliteStore store = SqliteTestStore.Open(_folder))
        {
            SqliteEventLog log = new(store);
            _ = await log.AppendAsync("a", [Entries.View(1, "e1", item: Private)], Token);
            Assert.Equal(1, await log.EraseAsync("a", Entries.Mark(2), Token));

            // The files as a kill leaves them.
            File.Copy(_folder["store.db"], copy);
            File.Copy(_folder["store.db-wal"], $"{copy}-wal");
        }

        Assert.True(Holds($"{copy}-wal", Private));
        await using SqliteStore next = SqliteTestStore.Open(_folder, options => options.Path = copy);
        Assert.False(Holds(copy, Private));
        Assert.False(Holds($"{copy}-wal", Private));
    }

    [Fact]
    public async Task Other_users_write_between_the_slices_of_an_erasure()
    {
        const int events = 20_000;
        await using SqliteStore store = SqliteTestStore.Open(_folder);
        SqliteEventLog log = new(store);
        for (int from = 1; from < events; from += 1_000)
        {
            _ = await log.AppendAsync("a", Entries.Views(from, 1_000), Token);
        }

        Task<long?> erasing = log.EraseAsync("a", Entries.Mark(events + 1), Token).AsTask();
        int written = 0;
        while (!erasing.IsCompleted)
        {
            _ = await log.AppendAsync("b", Entries.Views(++written, 1), Token);
        }

        Assert.Equal(events, await erasing);
        Assert.True(written >= events / EraseSlice.Entries / 2, $"{written} appends");
    }

    [Fact]
    public async Task An_interrupted_erasure_is_invisible_and_is_finished_later()
    {
        await using (SqliteStore store = SqliteTestStore.Open(_folder))
        {
            SqliteEventLog log = new(store);
            _ = await log.AppendAsync("a", Entries.Views(1, 3_500), Token);
            _ = await log.AppendAsync("b", Entries.Views(1, 2), Token);

            // The process ends after the first slice.
            EraseWrite first = new("a", EncodedEntries.Encode("a", [Entries.Mark(3_501)]));
            ErasedSlice? slice = await store.WriteAsync(first, Token);
            Assert.Equal(new ErasedSlice(EraseSlice.Entries, IsLast: false), slice);
        }

        await using SqliteStore again = SqliteTestStore.Open(_folder);
        SqliteEventLog events = new(again);
        await AssertOnlyMarkAsync(events);
        Assert.Equal(1 + 2 + 2_500, Rows("SELECT count(*) FROM event"));
        Assert.Equal(AppendResult.Appended, await events.AppendAsync("a", Entries.Views(3_502, 1), Token));

        Assert.Equal(1, await events.FinishErasuresAsync(Token));
        Assert.Equal(0, await events.FinishErasuresAsync(Token));
        Assert.Equal(2 + 2, Rows("SELECT count(*) FROM event"));
        Assert.Equal(0, Rows("SELECT count(*) FROM erasure"));
        Assert.Equal(2, (await events.ReadUserAsync("a", 0, 10, Token)).Count);
    }

    [Fact]
    public async Task The_service_finishes_erasures_at_the_start_and_again_later()
    {
        await using SqliteStore store = SqliteTestStore.Open(_folder);
        SqliteEventLog log = new(store);
        FakeTimeProvider time = new();
        await BeginErasureAsync("a");
        using ErasureService service = new(log, time, NullLogger<ErasureService>.Instance);

        await service.StartAsync(Token);
        await UntilAsync(() => Rows("SELECT count(*) FROM erasure") == 0);
        await BeginErasureAsync("b");
        await UntilAsync(() =>
        {
            time.Advance(TimeSpan.FromMinutes(5));
            return Rows("SELECT count(*) FROM erasure") == 0;
        });

        Assert.Equal(2, Rows("SELECT count(*) FROM event"));
        await service.StopAsync(Token);

        async Task BeginErasureAsync(string user)
        {
            _ = await log.AppendAsync(user, Entries.Views(1, 1_500), Token);
            _ = await store.WriteAsync(
                new EraseWrite(user, EncodedEntries.Encode(user, [Entries.Mark(1_501)])), Token);
        }
    }

    private static async Task AssertOnlyMarkAsync(SqliteEventLog log)
    {
        LogEntry entry = Assert.Single(await log.ReadUserAsync("a", 0, 5_000, Token));
        Assert.Equal(3_501, Assert.IsType<ForgottenEntry>(entry).Sequence);
        Assert.Equal(3, (await log.ReadAllAsync(0, 5_000, Token)).Count);
    }

    private static async Task<string> WriteStateAsync(SqliteStore store, string? etag, string text)
    {
        StateWrite write = new("profile", "personalization-user/a", etag, Encoding.UTF8.GetBytes(text));
        StateOutcome outcome = await store.WriteAsync(write, Token);
        Assert.False(outcome.IsConflict);
        return StateQueries.EtagText(outcome.Etag);
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(60), TimeProvider.System);
        using CancellationTokenSource both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, Token);
        while (!condition())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, both.Token);
        }
    }

    private static bool Holds(string path, string text)
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using StreamReader reader = new(file, Encoding.Latin1);
        return reader.ReadToEnd().Contains(text, StringComparison.Ordinal);
    }

    private bool Contains(string text) => Holds(_folder["store.db"], text) || Holds(_folder["store.db-wal"], text);

    private long Rows(string sql)
    {
        using SqliteConnection connection = new($"Data Source={_folder["store.db"]};Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }
}
