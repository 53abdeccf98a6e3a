namespace Personalization.Client.Api.Users;

/// <summary>The response to the erasure of a user.</summary>
/// <param name="Erased">The number of log entries erased.</param>
internal sealed record ErasedResponse(long Erased);

/// <summary>The response to a change of a profile.</summary>
/// <param name="ProfileVersion">The profile version that contains the change, for <c>minVersion</c>.</param>
internal sealed record VersionResponse(long ProfileVersion);
