using Microsoft.Extensions.Logging;
using SQLitePCL;

namespace Personalization.Storage.Sqlite.Connections;

/// <summary>
/// Remembers the first sign that the store's file is damaged. The sign stays until the process ends: a file does not
/// repair itself, and a later read of another page proves nothing.
/// </summary>
public sealed class StoreCondition(ILogger logger)
{
    private const int PrimaryCode = 0xFF;

    private string? _damage;

    /// <summary>The first damage that was found; null while none is known.</summary>
    public string? Damage => Volatile.Read(ref _damage);

    /// <summary>Reports the code of a failed call, which counts only when it means a damaged file.</summary>
    internal void ReportCode(int code, string message)
    {
        if ((code & PrimaryCode) is raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB)
        {
            Report(message);
        }
    }

    /// <summary>Reports damage.</summary>
    /// <param name="damage">A text without data of users.</param>
    internal void Report(string damage)
    {
        if (Interlocked.CompareExchange(ref _damage, damage, null) is null)
        {
            logger.LogCritical("The embedded store is damaged: {Damage}.", damage);
        }
    }
}
