namespace Personalization.Abstractions.EventLog;

/// <summary>A part of the event log that can be dropped as a whole.</summary>
/// <param name="Name">Its name.</param>
/// <param name="StartsAt">It holds what was stored from here on, UTC.</param>
/// <param name="EndsAt">And before here, UTC.</param>
public sealed record LogPart(string Name, DateTimeOffset StartsAt, DateTimeOffset EndsAt);
