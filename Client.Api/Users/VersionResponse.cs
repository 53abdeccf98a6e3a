namespace Personalization.Client.Api.Users;

/// <summary>The answer to a change of a profile.</summary>
/// <param name="ProfileVersion">The profile's version that contains it, for <c>minVersion</c>.</param>
internal sealed record VersionResponse(long ProfileVersion);
