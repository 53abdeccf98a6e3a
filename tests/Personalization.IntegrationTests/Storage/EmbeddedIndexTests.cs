using Microsoft.Data.Sqlite;
using Personalization.Abstractions.EventLog;
using Personalization.Storage.Sqlite.Connections;
using Personalization.Storage.Sqlite.EventLog;
using Personalization.Storage.Sqlite.Index;
using Personalization.Testing.EventLog;

namespace Personalization.IntegrationTests.Storage;

/// <summary>Tests the index of the embedded log: restarts, damage, old stores and concurrent erasures.</summary>
public sealed class EmbeddedIndexTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public Task Generated_operations_with_restarts_and_kills_do_what_the_model_does() =>
        EmbeddedLogModel.CheckAsync(iterations: 60);

    [Theory]
    [InlineData("store-v1.sql", 8)]
    [InlineData("store-v3.sql", 9)]
    public async Task A_store_of_an_older_engine_is_migrated(string golden, int entries)
    {
        Sql(await File.ReadAllTextAsync(
            Path.Combine(AppContext.BaseDirectory, "Storage", "Golden", golden), Token));
        for (int start = 0; start < 2; start++)
        {
            await using SqliteStore store = SqliteTestStore.Open(_folder);
            SqliteEventLog log = new(store);
            Assert.Equal(["a1", "a2", "a3"], await ReadIdsAsync(log, "ann"));
            Assert.Equal(["b1", "b2"], await ReadIdsAsync(log, "ben"));
            IReadOnlyList<LogEntry> cleo = await log.ReadUserAsync("cleo", 0, 10, Token);
            Assert.Equal([3L, 4L], cleo.Select(entry => entry.Sequence));
            Assert.IsType<ForgottenEntry>(cleo[0]);
            Assert.Equal(entries, (await log.ReadAllAsync(0, 100, Token)).Count);
            EventKey known = EventKey.Of(((EventEntry)cleo[1]).Event);
            Assert.Equal([known], await log.FindEventsAsync("cleo", [known, Entries.Key("c1")], Token));
        }

        await using SqliteStore again = SqliteTestStore.Open(_folder);
        SqliteEventLog next = new(again);
        Assert.Equal(AppendResult.Fenced, await next.AppendAsync("cleo", Entries.Views(2, 1), Token));
        Assert.Equal(AppendResult.Appended, await next.AppendAsync("cleo", Entries.Views(5, 1), Token));
        Assert.Equal(AppendResult.Appended, await next.AppendAsync("ann", Entries.Views(4, 2), Token));
        Assert.True((await next.ReadAllAsync(0, 100, Token))[^1].Position > entries);
    }

    [Fact]
    public async Task An_erasure_that_an_older_engine_did_not_finish_is_finished()
    {
        Sql(await File.ReadAllTextAsync(
            Path.Combine(AppContext.BaseDirectory, "Storage", "Golden", "store-v3.sql"), Token));
        await using SqliteStore store = SqliteTestStore.Open(_folder);
        SqliteEventLog log = new(store);
        Assert.Equal(4, Assert.Single(await log.ReadUserAsync("dora", 0, 10, Token)).Sequence);
        Assert.Equal(1, await log.FinishErasuresAsync(Token));
        Assert.Equal(1, Rows("SELECT count(*) FROM event WHERE user_key = 'dora'"));
        Assert.Equal(0, Rows("SELECT count(*) FROM erasure"));
        Assert.Equal(AppendResult.Appended, await log.AppendAsync("dora", Entries.Views(5, 1), Token));
    }

    [Fact]
    public async Task A_damaged_index_is_built_again_from_the_rows()
    {
        await FillAsync(users: 200);
        Sql("UPDATE log_index SET body = substr(body, 1, 30)");
        await CheckAsync(users: 200);
        Sql("DELETE FROM log_index");
        await CheckAsync(users: 200);
    }

    [Fact]
    public void The_stored_form_of_the_index_does_not_change()
    {
        LogIndex index = new();
        UserDigest ann = UserDigest.Of("ann");
        UserDigest ben = UserDigest.Of("ben");
        index.Apply(
            [new NewEntry(ann, 1, 0xA1B2C3D4, false), new NewEntry(ben, 300, 7, false), new NewEntry(ann, 2, 0, true)],
            []);
        ReadOnlyMemory<byte> body = IndexBatchWriter.Encode(index.Unsaved, 0);
        Assert.Equal(
            "0002" + Hex(ann) + Hex(ben) + "03" + "010002D4C3B2A1" + "0101D80407000000" + "01000500000000",
            Convert.ToHexString(body.Span));
        Assert.Equal("49915E0D7D4B402E3017D010BC1C0E83", Hex(ann));

        LogIndex read = new();
        read.Load(body.Span);
        Assert.Equal([3], read.Read(ann, 0, 10).Positions);
        Assert.Equal([2], read.Read(ben, 0, 10).Positions);
        Assert.Equal([1], read.ReadErased(ann, 10).Positions);
    }

    [Fact]
    public void A_cut_or_changed_batch_is_refused()
    {
        LogIndex index = new();
        index.Apply([.. Enumerable.Range(1, 20).Select(n => new NewEntry(UserDigest.Of("ann"), n, 9, false))], []);
        byte[] body = IndexBatchWriter.Encode(index.Unsaved, 0).ToArray();
        for (int length = 0; length < body.Length; length++)
        {
            _ = Assert.Throws<InvalidDataException>(() => new LogIndex().Load(body.AsSpan(0, length)));
        }

        LogIndex other = new();
        other.Load(body);
        _ = Assert.Throws<InvalidDataException>(() => other.Load(body));
    }

    [Fact]
    public async Task Readers_see_a_user_before_or_after_an_erasure()
    {
        await using SqliteStore store = SqliteTestStore.Open(_folder);
        SqliteEventLog log = new(store);
        _ = await log.AppendAsync("a", Entries.Views(1, 5), Token);
        using CancellationTokenSource end = new();
        Task<int>[] readers = [.. Enumerable.Range(0, 2).Select(_ => Task.Run(async () =>
        {
            int reads = 0;
            for (; !end.IsCancellationRequested; reads++)
            {
                IReadOnlyList<LogEntry> read = await log.ReadUserAsync("a", 0, 10_000, Token);
                long first = Assert.IsType<long>(read[0].Sequence);
                Assert.Equal(Enumerable.Range(0, read.Count).Select(i => first + i), read.Select(e => e.Sequence));
                Assert.All(read.Skip(1), entry => Assert.IsType<EventEntry>(entry));
                Assert.True(first == 1 || read[0] is ForgottenEntry, $"the first entry is {first}");
            }

            return reads;
        }))];
        long next = 6;
        for (int round = 0; round < 100; round++)
        {
            long erased = (await log.EraseAsync("a", Entries.Mark(next), Token))!.Value;
            Assert.Equal(round == 0 ? 5 : 31, erased);
            _ = await log.AppendAsync("a", Entries.Views(next + 1, 30), Token);
            next += 31;
        }

        await end.CancelAsync();
        Assert.All(await Task.WhenAll(readers), reads => Assert.True(reads > 0));
    }

    [Fact]
    public async Task Writes_of_one_group_see_each_other()
    {
        await using SqliteStore store = SqliteTestStore.Open(_folder);
        SqliteEventLog log = new(store);
        _ = await log.AppendAsync("a", Entries.Views(1, 3), Token);
        using GateWrite gate = new();
        Task blocked = store.WriteAsync(gate, Token).AsTask();
        await gate.Reached;
        Task<AppendResult> append = log.AppendAsync("a", Entries.Views(4, 2), Token).AsTask();
        Task<long?> first = log.EraseAsync("a", Entries.Mark(6), Token).AsTask();
        Task<AppendResult> after = log.AppendAsync("a", Entries.Views(7, 2), Token).AsTask();
        Task remove = log.RemoveAsync("a", [7], Entries.At, Token).AsTask();
        Task<long?> stale = log.EraseAsync("a", Entries.Mark(7), Token).AsTask();
        gate.Open();
        await blocked;
        Assert.Equal(AppendResult.Appended, await append);
        Assert.Equal(5, await first);
        Assert.Equal(AppendResult.Appended, await after);
        await remove;
        Assert.Null(await stale);
        IReadOnlyList<LogEntry> read = await log.ReadUserAsync("a", 0, 10, Token);
        Assert.Equal([6L, 7L, 8L], read.Select(entry => entry.Sequence));
        _ = Assert.IsType<RemovedEntry>(read[1]);
        Assert.Equal(3, Rows("SELECT count(*) FROM event"));
    }

    private async Task FillAsync(int users)
    {
        await using SqliteStore store = SqliteTestStore.Open(_folder, options => options.IndexBatchEntries = 100);
        SqliteEventLog log = new(store);
        for (int user = 0; user < users; user++)
        {
            _ = await log.AppendAsync($"u{user}", Entries.Views(1, 3, $"u{user}"), Token);
        }

        Assert.Equal(3, await log.EraseAsync("u7", Entries.Mark(4), Token));
    }

    private async Task CheckAsync(int users)
    {
        await using SqliteStore store = SqliteTestStore.Open(_folder);
        SqliteEventLog log = new(store);
        for (int user = 0; user < users; user++)
        {
            IReadOnlyList<LogEntry> read = await log.ReadUserAsync($"u{user}", 0, 10, Token);
            Assert.Equal(user == 7 ? [4L] : [1L, 2L, 3L], read.Select(entry => entry.Sequence));
        }
    }

    private static async Task<string[]> ReadIdsAsync(SqliteEventLog log, string user) =>
        [.. (await log.ReadUserAsync(user, 0, 100, Token)).Select(entry => ((EventEntry)entry).Event.EventId)];

    private static string Hex(UserDigest digest) => Convert.ToHexString(Bytes(digest));

    private static byte[] Bytes(UserDigest digest)
    {
        byte[] bytes = new byte[UserDigest.Bytes];
        digest.Write(bytes);
        return bytes;
    }

    private void Sql(string sql)
    {
        using SqliteConnection connection = Connect();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        _ = command.ExecuteNonQuery();
    }

    private long Rows(string sql)
    {
        using SqliteConnection connection = Connect();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }

    private SqliteConnection Connect()
    {
        SqliteConnection connection = new($"Data Source={_folder["store.db"]};Pooling=False");
        connection.Open();
        return connection;
    }
}
