using CsCheck;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Personalization.Abstractions.EventLog;
using Personalization.Storage.Sqlite.Connections;
using Personalization.Storage.Sqlite.EventLog;
using Personalization.Testing.EventLog;

namespace Personalization.IntegrationTests.Storage;

/// <summary>
/// Reference model of the embedded log with restarts, kills and interrupted erasures between generated operations.
/// </summary>
internal sealed class EmbeddedLogModel : IAsyncDisposable
{
    private const int Users = 3;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static readonly Gen<Operation[]> Operations = Gen.Select(
        Gen.Int[0, 13],
        Gen.Int[0, Users - 1],
        Entries.Any.Array[1, 4],
        Gen.Int[0, 1_500],
        Gen.Int[1, 900],
        (kind, user, entries, after, limit) => new Operation(kind, user, entries, after, limit)).Array[1, 50];

    private readonly TemporaryFolder _folder = new();
    private readonly List<LogEntry>[] _entries = [.. Enumerable.Range(0, Users).Select(_ => new List<LogEntry>())];
    private readonly List<(int User, long Sequence)> _order = [];
    private readonly Dictionary<(int User, long Sequence), long> _positions = [];
    private int _file;
    private SqliteStore _store;
    private SqliteEventLog _log;

    private EmbeddedLogModel()
    {
        _store = Open();
        _log = new SqliteEventLog(_store);
    }

    /// <summary>Runs generated sequences; a failure prints the seed that reproduces it.</summary>
    public static Task CheckAsync(long iterations) => Operations.SampleAsync(
        async operations =>
        {
            await using EmbeddedLogModel model = new();
            foreach (Operation operation in operations)
            {
                await model.RunAsync(operation);
            }

            await model.ReopenAsync();
            await model.CheckAllAsync();
        },
        iter: iterations,
        threads: 2);

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _folder.Dispose();
    }

    private async Task RunAsync(Operation operation)
    {
        int user = operation.User;
        List<LogEntry> mine = _entries[user];
        long first = (mine.Count == 0 ? 0 : mine[^1].Sequence) + 1;
        switch (operation.Kind)
        {
            case <= 3:
                await AppendAsync(
                    user, [.. operation.Entries.Select((entry, i) => entry with { Sequence = first + i })]);
                break;
            case 4:
                await AppendAsync(user, Entries.Views(first, 700));
                break;
            case 5:
                Assert.Equal(
                    AppendResult.Fenced, await _log.AppendAsync(Key(user), Entries.Views(first + 1, 1), Token));
                break;
            case 6:
                Assert.Equal(mine.Count, await EraseAsync(user, first));
                break;
            case 7:
                await BeginErasureAsync(user, first);
                break;
            case 8:
                _ = await _log.FinishErasuresAsync(Token);
                Assert.Equal(0, await _log.FinishErasuresAsync(Token));
                break;
            case 9:
                await RemoveAsync(user, [operation.After + 1, first - 1, first - 2, first]);
                break;
            case 10:
                await ReopenAsync();
                break;
            case 11:
                await KillAsync();
                break;
            default:
                await CheckUserAsync(user, operation);
                await CheckAllAsync();
                break;
        }
    }

    private async Task AppendAsync(int user, LogEntry[] entries)
    {
        Assert.Equal(AppendResult.Appended, await _log.AppendAsync(Key(user), entries, Token));
        _entries[user].AddRange(entries);
        _order.AddRange(entries.Select(entry => (user, entry.Sequence)));
    }

    private async Task<long> EraseAsync(int user, long sequence)
    {
        // An interrupted erasure leaves entries that a later one deletes and counts too.
        _ = await _log.FinishErasuresAsync(Token);
        Assert.Null(await _log.EraseAsync(Key(user), Entries.Mark(sequence + 1), Token));
        long? erased = await _log.EraseAsync(Key(user), Entries.Mark(sequence), Token);
        Forget(user, sequence);
        return erased!.Value;
    }

    /// <summary>The process stops after the first slice of the erasure.</summary>
    private async Task BeginErasureAsync(int user, long sequence)
    {
        EraseWrite write = new(Key(user), EncodedEntries.Encode(Key(user), [Entries.Mark(sequence)]));
        Assert.NotNull(await _store.WriteAsync(write, Token));
        Forget(user, sequence);
    }

    private void Forget(int user, long sequence)
    {
        _entries[user].Clear();
        _entries[user].Add(Entries.Mark(sequence));
        _ = _order.RemoveAll(entry => entry.User == user);
        _order.Add((user, sequence));
    }

    private async Task RemoveAsync(int user, long[] sequences)
    {
        await _log.RemoveAsync(Key(user), sequences, Entries.At, Token);
        List<LogEntry> mine = _entries[user];
        for (int i = 0; i < mine.Count; i++)
        {
            mine[i] = sequences.Contains(mine[i].Sequence)
                ? new RemovedEntry { Sequence = mine[i].Sequence, ReceivedAt = Entries.At }
                : mine[i];
        }
    }

    private async Task CheckUserAsync(int user, Operation operation)
    {
        List<LogEntry> mine = _entries[user];
        Assert.Equal(
            mine.Where(entry => entry.Sequence > operation.After).Take(operation.Limit).Select(Entries.Text),
            (await _log.ReadUserAsync(Key(user), operation.After, operation.Limit, Token)).Select(Entries.Text));
        EventKey[] wanted =
        [
            .. operation.Entries.Concat(mine.Take(2)).Concat(mine.TakeLast(2)).OfType<EventEntry>()
                .Select(entry => EventKey.Of(entry.Event)),
            .. Enumerable.Range(1, 5).Select(i => Entries.Key($"w-{i * operation.Limit}")),
        ];
        Assert.Equal(
            Ordered(mine.OfType<EventEntry>().Select(entry => EventKey.Of(entry.Event)).Intersect(wanted)),
            Ordered(await _log.FindEventsAsync(Key(user), wanted, Token)));
    }

    private static IEnumerable<string> Ordered(IEnumerable<EventKey> keys) =>
        keys.Select(key => key.ToString()).Order(StringComparer.Ordinal);

    /// <summary>The feed has every visible entry in commit order, at a position that never changes.</summary>
    private async Task CheckAllAsync()
    {
        IReadOnlyList<LogRecord> all = await _log.ReadAllAsync(0, int.MaxValue, Token);
        Assert.Equal(
            _order.Select(entry => $"{Key(entry.User)} {entry.Sequence}"),
            all.Select(record => $"{record.UserKey} {record.Entry.Sequence}"));
        long last = 0;
        foreach (LogRecord record in all)
        {
            (int, long) key = (int.Parse(record.UserKey[1..], null), record.Entry.Sequence);
            Assert.True(record.Position > last);
            last = record.Position;
            Assert.Equal(last, _positions.TryAdd(key, last) ? last : _positions[key]);
        }
    }

    private async Task ReopenAsync()
    {
        await _store.DisposeAsync();
        _store = Open();
        _log = new SqliteEventLog(_store);
    }

    /// <summary>Continues with the files as a kill leaves them.</summary>
    private async Task KillAsync()
    {
        string before = _folder[$"store-{_file}.db"];
        string after = _folder[$"store-{_file + 1}.db"];
        File.Copy(before, after);
        File.Copy($"{before}-wal", $"{after}-wal");
        _file++;
        await ReopenAsync();
    }

    /// <summary>The clock stands still, so that the log is not truncated between the copies of a kill.</summary>
    private SqliteStore Open() => SqliteStore.Open(
        new SqliteStorageOptions { Path = _folder[$"store-{_file}.db"], IndexBatchEntries = 40 },
        NullLogger<SqliteStore>.Instance,
        new FakeTimeProvider());

    private static string Key(int user) => $"u{user}";

    private sealed record Operation(int Kind, int User, LogEntry[] Entries, int After, int Limit)
    {
        public override string ToString() =>
            $"(kind {Kind}, user {User}, {Entries.Length} entries, after {After}, limit {Limit})";
    }
}
