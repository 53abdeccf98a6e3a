namespace Personalization.Client.Api.Hosting;

/// <summary>What a newcomer reads after start-up: where everything is, and three calls to try.</summary>
internal static class Banner
{
    /// <summary>The text for a server that listens at <paramref name="url"/>.</summary>
    public static string For(string url, bool hasDashboard) => $$"""

        The personalization engine is running. Ctrl+C stops it.

          API          {{url}}/v1
          OpenAPI      {{url}}/openapi/v1.json
          Explorer     {{url}}/scalar
          Health       {{url}}/health/ready
          Dashboard    {{(hasDashboard ? $"{url}/dashboard" : "left out by Personalization:Telemetry:Dashboard")}}

        Try:
          curl '{{url}}/v1/users/ann/recommendations?count=5&explain=true'
          curl -X POST {{url}}/v1/events -H 'Content-Type: application/json' -d '{"eventId":"e-1","userId":"ann","type":"view","itemId":"p-0001"}'
          curl '{{url}}/v1/users/ann/recommendations?count=5&explain=true'

        """;
}
