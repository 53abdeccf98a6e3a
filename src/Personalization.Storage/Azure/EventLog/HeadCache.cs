using System.Collections.Concurrent;

namespace Personalization.Storage.Azure.EventLog;

/// <summary>
/// The heads this process wrote or read lately, so that an append of a user it serves needs no read. A head that
/// another process has replaced costs one refused transaction, never a wrong answer. Bounded.
/// </summary>
internal sealed class HeadCache
{
    private const int MaxUsers = 100_000;

    private readonly ConcurrentDictionary<string, UserHead> _heads = new(StringComparer.Ordinal);

    public UserHead? Find(string userKey) => _heads.GetValueOrDefault(userKey);

    public void Set(string userKey, UserHead head)
    {
        if (_heads.Count >= MaxUsers)
        {
            _heads.Clear();
        }

        _heads[userKey] = head;
    }

    public void Forget(string userKey) => _ = _heads.TryRemove(userKey, out _);
}
