namespace Personalization.Hosting.Health;

/// <summary>The answer of the health endpoints.</summary>
/// <param name="Status"><c>ok</c>; <c>degraded</c>, which serves as well as ever from what was good last; or <c>failing</c>.</param>
/// <param name="Checks">Each check.</param>
public sealed record HealthResponse(string Status, IReadOnlyList<HealthCheckResponse> Checks)
{
    /// <summary>All is well.</summary>
    public const string Ok = "ok";

    /// <summary>A person should look, and traffic may come.</summary>
    public const string Degraded = "degraded";

    /// <summary>Traffic must not come.</summary>
    public const string Failing = "failing";
}
