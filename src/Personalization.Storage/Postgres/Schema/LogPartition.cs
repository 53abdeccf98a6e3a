namespace Personalization.Storage.Postgres.Schema;

/// <summary>
/// A partition of the log: what was stored from <see cref="StartsAt"/> to before <see cref="EndsAt"/>.
/// </summary>
internal sealed record LogPartition(string Name, DateTimeOffset StartsAt, DateTimeOffset EndsAt);
