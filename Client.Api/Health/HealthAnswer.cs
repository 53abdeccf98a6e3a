namespace Personalization.Client.Api.Health;

/// <summary>The answer of the health endpoints.</summary>
/// <param name="Status"><c>ok</c> or <c>failing</c>.</param>
/// <param name="Checks">Each check.</param>
internal sealed record HealthAnswer(string Status, IReadOnlyList<HealthCheckView> Checks);
