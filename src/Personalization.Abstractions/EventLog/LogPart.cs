namespace Personalization.Abstractions.EventLog;

/// <summary>A part of the event log that is dropped as a whole.</summary>
/// <param name="Name">The part's name.</param>
/// <param name="StartsAt">The time of the first stored entry, UTC, inclusive.</param>
/// <param name="EndsAt">The end of the part, UTC, exclusive.</param>
public sealed record LogPart(string Name, DateTimeOffset StartsAt, DateTimeOffset EndsAt);

/// <summary>A user that has entries in a part of the log.</summary>
/// <param name="UserKey">The user's key.</param>
/// <param name="LastSequence">The sequence number of the user's last entry in the part.</param>
public readonly record struct LogPartUser(string UserKey, long LastSequence);
