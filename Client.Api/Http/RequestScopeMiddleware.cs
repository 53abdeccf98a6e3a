using Personalization.Hosting.Telemetry;

namespace Personalization.Client.Api.Http;

/// <summary>Adds the <see cref="RequestScope"/> to the log lines of a request. Used with JSON logs only.</summary>
internal sealed class RequestScopeMiddleware(
    RequestDelegate next, PersonalData personal, ILogger<RequestScopeMiddleware> log)
{
    /// <summary>Handles one request.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        using (log.BeginScope(new RequestScope(context, personal)))
        {
            await next(context);
        }
    }
}
