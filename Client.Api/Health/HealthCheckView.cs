namespace Personalization.Client.Api.Health;

/// <summary>One check.</summary>
/// <param name="Name">What was checked.</param>
/// <param name="Status"><c>ok</c> or <c>failing</c>.</param>
/// <param name="Detail">A sentence for a person.</param>
/// <param name="Ms">How long the check took, milliseconds.</param>
internal sealed record HealthCheckView(string Name, string Status, string? Detail, double Ms);
