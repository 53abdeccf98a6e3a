namespace Personalization.Storage.Sqlite.Connections;

/// <summary>Bounded cache of the users' last sequence numbers, as the open transaction sees them.</summary>
/// <remarks>
/// The cache decides which appends are fenced, also among several appends of one user in one group. A missing number is
/// read from the log. The cache is cleared after every rollback.
/// </remarks>
internal sealed class LastSequences(SqliteSession session)
{
    private const int MaxUsers = 100_000;
    private const string ReadLast = "SELECT max(sequence) FROM event WHERE user_key = ?1";

    private readonly Dictionary<string, long> _last = new(StringComparer.Ordinal);

    /// <summary>Gets the user's last sequence number; 0 if there is none.</summary>
    public long Of(string userKey, ReadOnlySpan<byte> utf8)
    {
        if (_last.TryGetValue(userKey, out long last))
        {
            return last;
        }

        SqliteStatement statement = session.Statement(ReadLast).BindText(1, utf8);
        last = statement.Step() ? statement.Int64(0) : 0;
        statement.Reset();
        return last;
    }

    /// <summary>Stores the user's new last sequence number.</summary>
    public void Set(string userKey, long last)
    {
        if (_last.Count >= MaxUsers)
        {
            _last.Clear();
        }

        _last[userKey] = last;
    }

    public void Clear() => _last.Clear();
}
