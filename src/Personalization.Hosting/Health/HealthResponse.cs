namespace Personalization.Hosting.Health;

/// <summary>The response of the health endpoints.</summary>
/// <param name="Status"><c>ok</c>; <c>degraded</c>, when the process serves from the last good data; or
/// <c>failing</c>.</param>
/// <param name="Checks">The result of each check.</param>
public sealed record HealthResponse(string Status, IReadOnlyList<HealthCheckResponse> Checks)
{
    /// <summary>All checks passed.</summary>
    public const string Ok = "ok";

    /// <summary>A person should investigate; the process can get traffic.</summary>
    public const string Degraded = "degraded";

    /// <summary>The process must not get traffic.</summary>
    public const string Failing = "failing";
}

/// <summary>The result of one check.</summary>
/// <param name="Name">The name of the check.</param>
/// <param name="Status"><c>ok</c>, <c>degraded</c> or <c>failing</c>.</param>
/// <param name="Detail">A text for a person.</param>
/// <param name="Ms">The duration of the check, milliseconds.</param>
public sealed record HealthCheckResponse(string Name, string Status, string? Detail, double Ms);
