using System.Globalization;
using Personalization.Storage.Sqlite.Connections;

namespace Personalization.Storage.Sqlite.GrainState;

/// <summary>Reads from the table of grain states.</summary>
internal static class StateQueries
{
    public static StoredState? Read(
        SqliteSession session, (string StateName, string GrainId) key, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        SqliteStatement statement =
            session.Statement("SELECT etag, payload FROM grain_state WHERE state_name = ?1 AND grain_id = ?2")
                .BindText(1, key.StateName).BindText(2, key.GrainId);
        try
        {
            return statement.Step() ? new StoredState(statement.Int64(0), statement.Bytes(1).ToArray()) : null;
        }
        finally
        {
            statement.Reset();
        }
    }

    /// <summary>Reads the etag of a row; 0 if there is no row.</summary>
    public static long ReadEtag(WriterSession session, byte[] stateName, byte[] grainId)
    {
        SqliteStatement statement =
            session.Statement("SELECT etag FROM grain_state WHERE state_name = ?1 AND grain_id = ?2")
                .BindText(1, stateName).BindText(2, grainId);
        long etag = statement.Step() ? statement.Int64(0) : 0;
        statement.Reset();
        return etag;
    }

    public static string EtagText(long etag) => etag.ToString(CultureInfo.InvariantCulture);
}
