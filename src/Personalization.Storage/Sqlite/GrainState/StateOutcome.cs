namespace Personalization.Storage.Sqlite.GrainState;

/// <summary>What became of a change to a grain's state.</summary>
/// <param name="IsConflict">Whether the caller's etag is not the row's; nothing was changed then.</param>
/// <param name="Etag">The row's etag now; 0 when there is no row.</param>
internal readonly record struct StateOutcome(bool IsConflict, long Etag);
