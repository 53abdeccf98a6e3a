namespace Personalization.Testing.Upstream;

/// <summary>A request that was answered.</summary>
/// <param name="Path">What was asked for.</param>
/// <param name="Status">The answer's status.</param>
internal sealed record UpstreamRequest(string Path, int Status);
