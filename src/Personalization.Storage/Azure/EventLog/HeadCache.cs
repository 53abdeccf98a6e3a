using System.Collections.Concurrent;

namespace Personalization.Storage.Azure.EventLog;

/// <summary>
/// Bounded cache of recently written or read user heads, so that an append needs no read. A stale head costs one
/// rejected transaction and never a wrong result.
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
