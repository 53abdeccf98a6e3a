namespace Personalization.Storage.Sqlite.GrainState;

/// <summary>Result of a change to a grain state.</summary>
/// <param name="IsConflict">True if the caller's etag did not match the row; nothing was changed.</param>
/// <param name="Etag">Current etag of the row; 0 if there is no row.</param>
internal readonly record struct StateOutcome(bool IsConflict, long Etag);

/// <summary>Row of a grain state.</summary>
internal sealed record StoredState(long Etag, byte[] Payload);
