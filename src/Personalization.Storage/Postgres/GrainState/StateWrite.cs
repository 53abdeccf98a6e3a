using Personalization.Storage.Postgres.Connections;

namespace Personalization.Storage.Postgres.GrainState;

/// <summary>Inserts a grain's state when the caller has no etag, replaces it when the caller has the row's.</summary>
internal sealed class StateWrite(string stateName, string grainId, long etag, byte[] payload)
    : PendingWrite<StateOutcome>($"{stateName}\n{grainId}", rows: 1, payload.Length + stateName.Length + grainId.Length)
{
    public string StateName => stateName;

    public string GrainId => grainId;

    /// <summary>The etag the row must have; 0 when there must be no row.</summary>
    public long Etag => etag;

    public byte[] Payload => payload;
}
