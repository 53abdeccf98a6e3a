using Personalization.Storage.Sqlite.Connections;

namespace Personalization.Storage.Sqlite.GrainState;

/// <summary>Reads all grain states of an embedded store, as they are stored.</summary>
public sealed class SqliteGrainStates(SqliteStore store)
{
    private const string Page =
        "SELECT state_name, grain_id, payload FROM grain_state WHERE (state_name, grain_id) > (?1, ?2) ORDER BY "
        + "state_name, grain_id LIMIT ?3";

    /// <summary>Reads the states after a key, in the order of the keys.</summary>
    /// <param name="after">The key of the last state read; null for the beginning.</param>
    /// <param name="limit">The maximum number of states, at least 1.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public ValueTask<IReadOnlyList<RawGrainState>> ReadAsync(
        RawGrainState? after, int limit, CancellationToken cancellationToken) =>
        store.ReadAsync(Read, (after?.StateName ?? string.Empty, after?.GrainId ?? string.Empty, limit),
            cancellationToken);

    private static IReadOnlyList<RawGrainState> Read(
        SqliteSession session, (string Name, string Id, int Limit) query, CancellationToken cancellationToken)
    {
        List<RawGrainState> states = [];
        SqliteStatement page = session.Statement(Page)
            .BindText(1, query.Name).BindText(2, query.Id).Bind(3, query.Limit);
        try
        {
            while (page.Step())
            {
                cancellationToken.ThrowIfCancellationRequested();
                states.Add(new RawGrainState(page.Text(0), page.Text(1), page.Bytes(2).ToArray()));
            }
        }
        finally
        {
            page.Reset();
        }

        return states;
    }
}

/// <summary>A grain state as it is stored.</summary>
/// <param name="StateName">The name of the state.</param>
/// <param name="GrainId">The grain's id as text.</param>
/// <param name="Payload">The serialized state.</param>
public sealed record RawGrainState(string StateName, string GrainId, ReadOnlyMemory<byte> Payload);
