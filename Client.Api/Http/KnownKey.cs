using Personalization.Client.Api.Settings;

namespace Personalization.Client.Api.Http;

/// <summary>A key the server knows.</summary>
/// <param name="Name">For logs and rate limits.</param>
/// <param name="Hash">SHA-256 of the key.</param>
/// <param name="Role">What it may do.</param>
internal sealed record KnownKey(string Name, byte[] Hash, ApiRole Role);
