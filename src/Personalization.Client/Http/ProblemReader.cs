using System.Net;
using System.Text.Json;

namespace Personalization.Client.Http;

/// <summary>Reads the problem (RFC 9457) of a refused request.</summary>
internal static class ProblemReader
{
    /// <summary>Reads the problem, or names the status when the body has none.</summary>
    public static async Task<PersonalizationException> ReadAsync(
        HttpResponseMessage response, CancellationToken cancellationToken)
    {
        ProblemBody? problem = null;
        try
        {
            byte[] body = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
            problem = JsonSerializer.Deserialize(body, HttpJson.Default.ProblemBody);
        }
        catch (Exception unreadable) when (unreadable is JsonException or HttpRequestException or IOException)
        {
            // Proxies answer without a problem. The status says enough.
        }

        string code = problem?.Type?.Split(':')[^1] ?? CodeOf(response.StatusCode);
        string message = problem?.Detail ?? problem?.Title
            ?? $"The API answered with status {(int)response.StatusCode}.";
        if (problem?.Errors is { Count: > 0 } errors)
        {
            message = $"{message} {string.Join(' ', errors.Select(error => error.Message).Distinct())}";
        }

        return new PersonalizationException(code, message, response.StatusCode, problem?.Errors)
        {
            TraceId = problem?.TraceId,
            RetryAfter = response.Headers.RetryAfter?.Delta,
        };
    }

    private static string CodeOf(HttpStatusCode status) => status switch
    {
        HttpStatusCode.Unauthorized => ProblemCodes.Unauthorized,
        HttpStatusCode.Forbidden => ProblemCodes.Forbidden,
        HttpStatusCode.NotFound => ProblemCodes.NotFound,
        HttpStatusCode.Conflict => ProblemCodes.Conflict,
        HttpStatusCode.RequestEntityTooLarge => ProblemCodes.TooLarge,
        HttpStatusCode.TooManyRequests => ProblemCodes.TooManyRequests,
        HttpStatusCode.UnprocessableEntity => ProblemCodes.Validation,
        >= HttpStatusCode.BadRequest and < HttpStatusCode.InternalServerError => ProblemCodes.Malformed,
        HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout =>
            ProblemCodes.Unavailable,
        _ => ProblemCodes.Internal,
    };
}
