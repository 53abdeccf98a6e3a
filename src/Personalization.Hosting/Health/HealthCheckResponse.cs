namespace Personalization.Hosting.Health;

/// <summary>One check.</summary>
/// <param name="Name">What was checked.</param>
/// <param name="Status"><c>ok</c>, <c>degraded</c> or <c>failing</c>.</param>
/// <param name="Detail">A sentence for a person.</param>
/// <param name="Ms">How long the check took, milliseconds.</param>
public sealed record HealthCheckResponse(string Name, string Status, string? Detail, double Ms);
