using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Personalization.Abstractions.Events;
using Personalization.Client.Api.Json;

namespace Personalization.Client.Api.Problems;

/// <summary>Writes problems; the one place that gives an error answer its shape.</summary>
internal static class ProblemWriter
{
    /// <summary>What <c>Retry-After</c> says when nothing better is known, seconds.</summary>
    public const int RetryAfterSeconds = 1;

    /// <summary>Answers with a problem.</summary>
    public static Task WriteAsync(HttpContext context, ProblemCode code, string? detail, IReadOnlyList<ValidationError>? errors = null, int? status = null)
    {
        HttpResponse response = context.Response;
        response.StatusCode = status ?? ProblemKinds.Status(code);
        response.ContentType = "application/problem+json";
        response.ContentLength = null;
        response.Headers.CacheControl = "no-store";
        if (code is ProblemCode.Unavailable or ProblemCode.TooManyRequests && response.Headers.RetryAfter.Count == 0)
        {
            response.Headers.RetryAfter = RetryAfterSeconds.ToString(CultureInfo.InvariantCulture);
        }

        Problem problem = new()
        {
            Type = ProblemKinds.Type(code),
            Title = ProblemKinds.Title(code),
            Status = response.StatusCode,
            Detail = detail,
            Instance = context.Request.Path.Value,
            TraceId = Activity.Current?.TraceId.ToString() ?? context.TraceIdentifier,
            Errors = errors,
        };
        return JsonSerializer.SerializeAsync(response.Body, problem, ApiJson.Default.Problem, context.RequestAborted);
    }
}
