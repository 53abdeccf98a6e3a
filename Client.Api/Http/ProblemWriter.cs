using System.Diagnostics;
using System.Globalization;
using Personalization.Abstractions.Events;

namespace Personalization.Client.Api.Http;

/// <summary>Writes problems. Every error response comes from here.</summary>
internal static class ProblemWriter
{
    /// <summary>The media type of problems (RFC 9457).</summary>
    public const string MediaType = "application/problem+json";

    /// <summary>The default of <c>Retry-After</c>, seconds.</summary>
    public const int RetryAfterSeconds = 1;

    /// <summary>Sends a problem.</summary>
    public static Task WriteAsync(
        HttpContext context,
        ProblemCode code,
        string? detail,
        IReadOnlyList<ValidationError>? errors = null,
        int? status = null)
    {
        HttpResponse response = context.Response;
        if (code is ProblemCode.Unavailable or ProblemCode.TooManyRequests && response.Headers.RetryAfter.Count == 0)
        {
            response.Headers.RetryAfter = RetryAfterSeconds.ToString(CultureInfo.InvariantCulture);
        }

        Problem problem = new()
        {
            Type = ProblemKinds.Type(code),
            Title = ProblemKinds.Title(code),
            Status = status ?? ProblemKinds.Status(code),
            Detail = detail,
            Instance = context.Request.Path.Value,
            TraceId = Activity.Current?.TraceId.ToString() ?? context.TraceIdentifier,
            Errors = errors,
        };
        return JsonResponse.WriteAsync(context, problem.Status, problem, ProblemJson.Default.Problem, MediaType);
    }
}
