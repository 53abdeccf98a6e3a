using Personalization.Abstractions.EventLog;

namespace Personalization.Storage.Postgres.EventLog;

/// <summary>Page of the whole log with the bounds of the snapshot in which it was read.</summary>
/// <param name="Records">Records ordered by position.</param>
/// <param name="Oldest">Oldest running transaction of the snapshot; the page contains no rows of this or later
/// transactions.</param>
/// <param name="Next">First transaction number after the newest finished transaction.</param>
internal sealed record LogPage(IReadOnlyList<LogRecord> Records, long Oldest, long Next);
