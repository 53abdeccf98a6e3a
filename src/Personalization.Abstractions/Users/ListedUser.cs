using Personalization.Abstractions.Identity;

namespace Personalization.Abstractions.Users;

/// <summary>A user of a list. Immutable.</summary>
/// <param name="Id">The user's id.</param>
/// <param name="LastEventAt">The time of the user's latest event, UTC; null for none.</param>
/// <param name="Events">The number of the user's events in the log.</param>
[GenerateSerializer, Immutable, Alias("Personalization.ListedUser")]
public readonly record struct ListedUser(
    [property: Id(0)] UserId Id, [property: Id(1)] DateTimeOffset? LastEventAt, [property: Id(2)] long Events);
