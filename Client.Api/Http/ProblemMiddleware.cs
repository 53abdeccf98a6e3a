using Personalization.Abstractions.Users;

namespace Personalization.Client.Api.Http;

/// <summary>Turns every exception and every empty error status into a problem. The outermost middleware.</summary>
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
        finally
        {
            context.Features.Get<RequestPlaces>()?.Return();
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
                $"{context.Request.Method} is not allowed for this path. Allowed: {context.Response.Headers.Allow}.",
            ProblemCode.UnsupportedMediaType =>
                $"The endpoint does not support the Content-Type '{context.Request.ContentType}'.",
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
                or OperationCanceledException
                or TypeLoadException: // a silo of an earlier version does not know the called method
                log.LogWarning(
                    error,
                    "The engine did not answer {Method} {Route}.",
                    context.Request.Method,
                    RouteOf(context));
                return ProblemWriter.WriteAsync(
                    context,
                    ProblemCode.Unavailable,
                    "The engine or its store did not answer. Send the request again.");
            default:
                log.LogError(error, "{Method} {Route} failed.", context.Request.Method, RouteOf(context));
                return ProblemWriter.WriteAsync(
                    context, ProblemCode.Internal, "The server's log has the error under the trace id.");
        }
    }

    /// <summary>The route template, without ids.</summary>
    private static string RouteOf(HttpContext context) =>
        (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "(no route)";
}
