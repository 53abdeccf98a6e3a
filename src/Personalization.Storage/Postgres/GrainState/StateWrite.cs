using Personalization.Storage.GroupCommit;

namespace Personalization.Storage.Postgres.GrainState;

/// <summary>
/// Inserts a grain state if the caller has no etag, or replaces it if the caller has the etag of the row.
/// </summary>
internal sealed class StateWrite(string stateName, string grainId, long etag, byte[] payload)
    : PendingWrite<StateOutcome>
{
    public string StateName => stateName;

    public string GrainId => grainId;

    /// <summary>Expected etag of the row; 0 if the row must not exist.</summary>
    public long Etag => etag;

    public byte[] Payload => payload;

    /// <summary>Key of the row: writes of one state are stored one after the other.</summary>
    public override string Key { get; } = $"{stateName}\n{grainId}";

    /// <inheritdoc/>
    public override int Size => payload.Length + stateName.Length + grainId.Length;
}
