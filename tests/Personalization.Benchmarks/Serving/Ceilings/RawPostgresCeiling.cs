using Npgsql;

namespace Personalization.Benchmarks.Serving.Ceilings;

/// <summary>
/// The minimal durable append to PostgreSQL: one table with the unique index that such a log requires. A few
/// connections insert all entries that queued during their last commit, by unnest and with prepared bytes. It has no
/// fence except the index, no partitions, no positions, and no limits except the rows per group.
/// </summary>
internal sealed class RawPostgresCeiling : IAsyncDisposable
{
    private const string Create = """
        CREATE TABLE raw_entry (user_key text COLLATE "C" NOT NULL, sequence bigint NOT NULL, entry bytea NOT NULL);
        CREATE UNIQUE INDEX ON raw_entry (user_key, sequence)
        """;

    private const string Insert = "INSERT INTO raw_entry SELECT * FROM unnest($1, $2, $3)";

    private const int MaxRows = 1_000;

    private readonly NpgsqlDataSource _source;
    private readonly object _gate = new();
    private readonly Queue<Row> _waiting = new();
    private readonly int _lanes;
    private int _running;

    private RawPostgresCeiling(NpgsqlDataSource source, int lanes)
    {
        _source = source;
        _lanes = lanes;
    }

    public static async Task<RawPostgresCeiling> OpenAsync(NpgsqlDataSource source, int lanes)
    {
        await using NpgsqlCommand command = source.CreateCommand(Create);
        _ = await command.ExecuteNonQueryAsync();
        return new RawPostgresCeiling(source, lanes);
    }

    public Task AppendAsync(string userKey, long sequence, byte[] entry)
    {
        TaskCompletionSource done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            _waiting.Enqueue(new Row(userKey, sequence, entry, done));
            if (_running < _lanes)
            {
                _running++;
                _ = Task.Run(RunAsync);
            }
        }

        return done.Task;
    }

    public ValueTask DisposeAsync() => _source.DisposeAsync();

    private async Task RunAsync()
    {
        while (Take() is { Count: > 0 } group)
        {
            try
            {
                await InsertAsync(group).ConfigureAwait(false);
                group.ForEach(row => row.Done.SetResult());
            }
            catch (NpgsqlException error)
            {
                group.ForEach(row => row.Done.SetException(error));
            }
        }
    }

    private async Task InsertAsync(List<Row> group)
    {
        await using NpgsqlConnection connection = await _source.OpenConnectionAsync().ConfigureAwait(false);
        await using NpgsqlCommand command = new(Insert, connection);
        _ = command.Parameters.Add(
            new NpgsqlParameter<string[]> { TypedValue = [.. group.Select(row => row.UserKey)] });
        _ = command.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = [.. group.Select(row => row.Sequence)] });
        _ = command.Parameters.Add(new NpgsqlParameter<byte[][]> { TypedValue = [.. group.Select(row => row.Entry)] });
        _ = await command.ExecuteNonQueryAsync().ConfigureAwait(false);
    }

    private List<Row> Take()
    {
        List<Row> group = [];
        lock (_gate)
        {
            while (group.Count < MaxRows && _waiting.TryDequeue(out Row row))
            {
                group.Add(row);
            }

            _running -= group.Count == 0 ? 1 : 0;
        }

        return group;
    }

    private readonly record struct Row(string UserKey, long Sequence, byte[] Entry, TaskCompletionSource Done);
}
