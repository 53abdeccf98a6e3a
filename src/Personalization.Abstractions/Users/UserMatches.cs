using System.Collections.Immutable;
using Personalization.Abstractions.Identity;

namespace Personalization.Abstractions.Users;

/// <summary>Users who match a user or an item. Immutable.</summary>
/// <remarks>Users who opted out, were erased or were merged into another user are left out.</remarks>
[GenerateSerializer, Immutable, Alias("Personalization.UserMatches")]
public sealed record UserMatches
{
    /// <summary>The users, best first.</summary>
    [Id(0)]
    public ImmutableArray<UserMatch> Users { get; init; } = [];

    /// <summary>The number of users that were compared.</summary>
    [Id(1)]
    public int Compared { get; init; }

    /// <summary>The model version that compared them; null without a model.</summary>
    [Id(2)]
    public string? ModelVersion { get; init; }

    /// <summary>
    /// Why no user was compared: <c>noModel</c>, <c>unknownItem</c>, <c>noHistory</c>, <c>optedOut</c>; null when users
    /// were compared.
    /// </summary>
    [Id(3)]
    public string? Reason { get; init; }

    /// <summary>Gets whether the user of the question exists; true for a question about an item.</summary>
    [Id(4)]
    public bool IsKnown { get; init; } = true;
}

/// <summary>A user who matches. Immutable.</summary>
/// <param name="Id">The user's id.</param>
/// <param name="Score">
/// For similar users: the cosine of both users' vectors, above 0, at most 1. For an audience: the score that the
/// model's factors give the item for the user, above 0.
/// </param>
/// <param name="LastEventAt">The time of the user's latest event, UTC.</param>
/// <param name="Evidence">
/// For similar users: items that both users chose, at most 3. For an audience: the item of the user's history that
/// raises the score most.
/// </param>
[GenerateSerializer, Immutable, Alias("Personalization.UserMatch")]
public sealed record UserMatch(
    [property: Id(0)] UserId Id,
    [property: Id(1)] double Score,
    [property: Id(2)] DateTimeOffset LastEventAt,
    [property: Id(3)] ImmutableArray<ItemId> Evidence);
