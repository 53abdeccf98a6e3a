using Personalization.Abstractions.Users;

namespace Personalization.Client.Api.Http;

/// <summary>
/// The outermost step: whatever goes wrong further in becomes a problem, never a stack trace and never an empty error.
/// </summary>
internal sealed class ProblemMiddleware(RequestDelegate next, ILogger<ProblemMiddleware> log)
{
    /// <summary>Handles one request.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (Exception error) when (!context.Response.HasStarted)
        {
            if (!context.RequestAborted.IsCancellationRequested)
            {
                await AnswerAsync(context, error);
            }

            return;
        }

        if (context.Response is { HasStarted: false, StatusCode: >= 400, ContentLength: null or 0, ContentType: null })
        {
            await AnswerStatusAsync(context);
        }
    }

    private static Task AnswerStatusAsync(HttpContext context)
    {
        int status = context.Response.StatusCode;
        ProblemCode code = ProblemKinds.OfStatus(status);
        string? detail = code switch
        {
            ProblemCode.NotFound => $"No resource has the path {context.Request.Path.Value}.",
            ProblemCode.MethodNotAllowed =>
                $"{context.Request.Method} is not allowed here; allowed: {context.Response.Headers.Allow}.",
            ProblemCode.UnsupportedMediaType =>
                $"The body's Content-Type '{context.Request.ContentType}' is not supported here.",
            _ => null,
        };
        return ProblemWriter.WriteAsync(context, code, detail, status: status);
    }

    private Task AnswerAsync(HttpContext context, Exception error)
    {
        context.Response.Clear();
        switch (error)
        {
            case RequestRefusedException refused:
                return ProblemWriter.WriteAsync(context, refused.Code, refused.Message, refused.Errors);
            case BadHttpRequestException bad:
                return ProblemWriter.WriteAsync(
                    context, ProblemKinds.OfStatus(bad.StatusCode), bad.Message, status: bad.StatusCode);
            case MergeRefusedException refused:
                return ProblemWriter.WriteAsync(context, ProblemCode.Conflict, refused.Message);
            case TimeoutException
                or OrleansException
                or IOException
                or ActivationFencedException
                or OperationCanceledException:
                log.LogWarning(
                    error,
                    "{Method} {Route} was not answered by the engine.",
                    context.Request.Method,
                    RouteOf(context));
                return ProblemWriter.WriteAsync(
                    context, ProblemCode.Unavailable, "The engine or its store did not answer; try again.");
            default:
                log.LogError(error, "{Method} {Route} failed.", context.Request.Method, RouteOf(context));
                return ProblemWriter.WriteAsync(
                    context, ProblemCode.Internal, "The failure is in the server's log under the trace id.");
        }
    }

    /// <summary>The path without the ids in it.</summary>
    private static string RouteOf(HttpContext context) =>
        (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "(no route)";
}
