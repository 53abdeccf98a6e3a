namespace Personalization.Storage.Sqlite.Connections;

/// <summary>
/// The last sequence number of each user who wrote lately, as the open transaction sees it: it decides who is fenced,
/// also among several appends of one user in one group. Bounded; what it does not know it reads from the log. Cleared
/// whenever a transaction is rolled back.
/// </summary>
internal sealed class LastSequences(SqliteSession session)
{
    private const int MaxUsers = 100_000;
    private const string ReadLast = "SELECT max(sequence) FROM event WHERE user_key = ?1";

    private readonly Dictionary<string, long> _last = new(StringComparer.Ordinal);

    /// <summary>The user's last sequence number; 0 when there is none.</summary>
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

    /// <summary>Notes what was written.</summary>
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
