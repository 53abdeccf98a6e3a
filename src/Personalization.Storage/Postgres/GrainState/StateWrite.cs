using Personalization.Storage.GroupCommit;

namespace Personalization.Storage.Postgres.GrainState;

/// <summary>Inserts a grain's state when the caller has no etag, replaces it when the caller has the row's.</summary>
internal sealed class StateWrite(string stateName, string grainId, long etag, byte[] payload)
    : PendingWrite<StateOutcome>
{
    public string StateName => stateName;

    public string GrainId => grainId;

    /// <summary>The etag the row must have; 0 when there must be no row.</summary>
    public long Etag => etag;

    public byte[] Payload => payload;

    /// <summary>The row's key: writes of one state are stored one after the other.</summary>
    public override string Key { get; } = $"{stateName}\n{grainId}";

    /// <inheritdoc/>
    public override int Size => payload.Length + stateName.Length + grainId.Length;
}
