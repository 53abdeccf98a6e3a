using Personalization.Hosting.Telemetry;

namespace Personalization.Client.Api.Http;

/// <summary>
/// The outermost step of a process that logs for machines: gives the lines of a request their
/// <see cref="RequestScope"/>.
/// </summary>
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
