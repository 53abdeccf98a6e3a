namespace Personalization.Storage.Postgres.GrainState;

/// <summary>A row of a grain's state.</summary>
internal sealed record StoredState(long Etag, byte[] Payload);
