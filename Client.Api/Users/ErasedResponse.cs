namespace Personalization.Client.Api.Users;

/// <summary>The answer to forgetting a user.</summary>
/// <param name="Erased">How many entries of the log were erased.</param>
internal sealed record ErasedResponse(long Erased);
