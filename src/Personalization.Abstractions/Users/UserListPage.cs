using System.Collections.Immutable;

namespace Personalization.Abstractions.Users;

/// <summary>A page of users. Immutable.</summary>
/// <param name="Users">The users, latest activity first.</param>
/// <param name="Total">The number of users on all pages.</param>
/// <param name="Next">The position after which the next page begins; null on the last page.</param>
[GenerateSerializer, Immutable, Alias("Personalization.UserListPage")]
public sealed record UserListPage(
    [property: Id(0)] ImmutableArray<ListedUser> Users, [property: Id(1)] int Total, [property: Id(2)] long? Next);
