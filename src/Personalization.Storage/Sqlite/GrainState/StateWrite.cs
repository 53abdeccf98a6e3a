using Personalization.Storage.Sqlite.Connections;
using Personalization.Storage.Sqlite.EventLog;

namespace Personalization.Storage.Sqlite.GrainState;

/// <summary>
/// Inserts a grain state if the caller has no etag, or replaces it if the caller has the etag of the row.
/// </summary>
internal sealed class StateWrite : SqliteWrite<StateOutcome>
{
    private readonly byte[] _stateName;
    private readonly byte[] _grainId;
    private readonly string? _etag;
    private readonly ReadOnlyMemory<byte> _payload;

    /// <summary>Creates the write and encodes its key on the caller's thread.</summary>
    /// <exception cref="ArgumentException">The key is not valid Unicode, or the payload has more than
    /// <see cref="EncodedEntries.MaxBytes"/> bytes.</exception>
    public StateWrite(string stateName, string grainId, string? etag, ReadOnlyMemory<byte> payload)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(payload.Length, EncodedEntries.MaxBytes, nameof(payload));
        _stateName = SqliteStatement.Encode(stateName);
        _grainId = SqliteStatement.Encode(grainId);
        _etag = etag;
        _payload = payload;
    }

    public override int Size => _payload.Length + _stateName.Length + _grainId.Length;

    public override void Execute(WriterSession session)
    {
        long stored = StateQueries.ReadEtag(session, _stateName, _grainId);
        if ((_etag is null) != (stored == 0) || (_etag is not null && _etag != StateQueries.EtagText(stored)))
        {
            Result = new StateOutcome(IsConflict: true, stored);
            return;
        }

        long etag = session.NextEtag();
        string sql = stored == 0
            ? "INSERT INTO grain_state (state_name, grain_id, etag, payload) VALUES (?1, ?2, ?3, ?4)"
            : "UPDATE grain_state SET etag = ?3, payload = ?4 WHERE state_name = ?1 AND grain_id = ?2";
        _ = session.Statement(sql)
            .BindText(1, _stateName)
            .BindText(2, _grainId)
            .Bind(3, etag)
            .BindBlob(4, _payload.Span)
            .Run();
        Result = new StateOutcome(IsConflict: false, etag);
    }
}
