using Personalization.Abstractions.EventLog;

namespace Personalization.Storage.Postgres.EventLog;

/// <summary>A page of the whole log and the snapshot it was read in.</summary>
/// <param name="Records">In the order of their positions.</param>
/// <param name="Oldest">The oldest transaction that had not ended: nothing of it or of later ones is in the
/// page.</param>
/// <param name="Next">The number after that of the newest transaction that had ended.</param>
internal sealed record LogPage(IReadOnlyList<LogRecord> Records, long Oldest, long Next);
