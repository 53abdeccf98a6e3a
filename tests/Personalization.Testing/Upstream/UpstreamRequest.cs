namespace Personalization.Testing.Upstream;

/// <summary>An answered request.</summary>
/// <param name="Path">The requested path.</param>
/// <param name="Status">The response status.</param>
internal sealed record UpstreamRequest(string Path, int Status);
