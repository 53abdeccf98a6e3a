using System.Collections.Immutable;
using Personalization.Abstractions.Users;

namespace Personalization.Client.Api.Users;

/// <summary>The response with similar users, or with the audience of an item.</summary>
/// <param name="Users">The users, best first.</param>
/// <param name="Compared">The number of active users that were compared.</param>
/// <param name="ModelVersion">The model version that compared them; missing without a model.</param>
/// <param name="Reason">
/// Why no user was compared: <c>noModel</c>, <c>unknownItem</c> (the model does not know the item), <c>noHistory</c>
/// (the user chose no item that the model knows), <c>optedOut</c>. Missing when users were compared.
/// </param>
internal sealed record UserMatchesResponse(
    ImmutableArray<UserMatch> Users, int Compared, string? ModelVersion, string? Reason);
