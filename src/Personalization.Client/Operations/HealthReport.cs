namespace Personalization.Client.Operations;

/// <summary>Whether the API can serve.</summary>
public sealed record HealthReport
{
    /// <summary><c>ok</c>, <c>degraded</c> or <c>failing</c>.</summary>
    public string Status { get; init; } = "failing";

    /// <summary>The result of each check.</summary>
    public IReadOnlyList<HealthCheck> Checks { get; init => field = value ?? []; } = [];
}

/// <summary>The result of one check.</summary>
/// <param name="Name">The name of the check.</param>
/// <param name="Status"><c>ok</c>, <c>degraded</c> or <c>failing</c>.</param>
/// <param name="Detail">A text for a person; null for none.</param>
/// <param name="Ms">The duration of the check, milliseconds.</param>
public sealed record HealthCheck(string Name, string Status, string? Detail, double Ms);
