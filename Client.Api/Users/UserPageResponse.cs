using System.Collections.Immutable;
using Personalization.Abstractions.Users;

namespace Personalization.Client.Api.Users;

/// <summary>The response to <c>GET /v1/users</c>.</summary>
/// <param name="Users">The users, latest activity first.</param>
/// <param name="Cursor">The cursor of the next page; missing on the last page.</param>
/// <param name="Total">The number of users on all pages.</param>
internal sealed record UserPageResponse(ImmutableArray<ListedUser> Users, string? Cursor, int Total);
