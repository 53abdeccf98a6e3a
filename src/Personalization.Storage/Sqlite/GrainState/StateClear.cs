using Personalization.Storage.Sqlite.Connections;

namespace Personalization.Storage.Sqlite.GrainState;

/// <summary>Deletes a grain state if the caller has the etag of the row or no etag.</summary>
internal sealed class StateClear(string stateName, string grainId, string? etag) : SqliteWrite<StateOutcome>
{
    private const string Delete = "DELETE FROM grain_state WHERE state_name = ?1 AND grain_id = ?2";

    private readonly byte[] _stateName = SqliteStatement.Encode(stateName);
    private readonly byte[] _grainId = SqliteStatement.Encode(grainId);

    public override int Size => _stateName.Length + _grainId.Length;

    public override void Execute(WriterSession session)
    {
        long stored = StateQueries.ReadEtag(session, _stateName, _grainId);
        if (etag is not null && (stored == 0 || etag != StateQueries.EtagText(stored)))
        {
            Result = new StateOutcome(IsConflict: true, stored);
            return;
        }

        if (stored != 0)
        {
            _ = session.Erase(Delete, statement => statement.BindText(1, _stateName).BindText(2, _grainId));
        }

        Result = default;
    }
}
