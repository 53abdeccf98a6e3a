using SQLitePCL;

namespace Personalization.Storage.Sqlite.Connections;

/// <summary>Reads every page of the file and checks its structure.</summary>
/// <remarks>
/// The check has its own connection, because the cache of another connection could hide a damaged page. It does not
/// block reads or writes, but the write-ahead log cannot shrink while it runs.
/// </remarks>
internal static class StoreCheck
{
    private const string Intact = "ok";
    private const string QuickCheck = "PRAGMA quick_check(1)";

    /// <summary>Checks the file; damage is reported to the condition. Blocks the thread until it ends.</summary>
    /// <exception cref="IOException">The file could not be read.</exception>
    public static void Run(string path, StoreCondition condition, CancellationToken cancellationToken)
    {
        using SqliteSession session = SqliteSession.OpenReader(path, condition);
        sqlite3 handle = session.Connection.Handle!;
        using CancellationTokenRegistration stop =
            cancellationToken.UnsafeRegister(_ => raw.sqlite3_interrupt(handle), null);
        SqliteStatement check = session.Statement(QuickCheck);
        try
        {
            if (check.Step() && check.Text(0) is var found && found != Intact)
            {
                condition.Report(found.ReplaceLineEndings(" "));
            }
        }
        catch (IOException) when (condition.Damage is not null)
        {
            // The failure itself is the sign of damage and was reported.
        }
        catch (IOException) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        finally
        {
            check.Reset();
        }
    }
}
