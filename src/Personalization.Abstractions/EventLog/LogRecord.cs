namespace Personalization.Abstractions.EventLog;

/// <summary>A log entry with its place in the whole log.</summary>
/// <param name="Position">Grows with the order of commits over all users; not without gaps.</param>
/// <param name="UserKey">The user's key.</param>
/// <param name="Entry">The entry.</param>
public readonly record struct LogRecord(long Position, string UserKey, LogEntry Entry);
