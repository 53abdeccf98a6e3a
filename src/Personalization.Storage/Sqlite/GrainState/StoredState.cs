namespace Personalization.Storage.Sqlite.GrainState;

/// <summary>Row of a grain state.</summary>
internal sealed record StoredState(long Etag, byte[] Payload);
