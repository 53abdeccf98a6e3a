using System.Net.Mime;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Personalization.Client;
using Personalization.Client.Exports;
using Personalization.Client.Http;
using Personalization.OperatorConsole.Access;
using Personalization.OperatorConsole.Engine;

namespace Personalization.OperatorConsole.Hosting;

/// <summary>
/// <c>/download</c> below the console: passes an export of the API on to the browser, which saves it as it arrives.
/// </summary>
internal static class DownloadEndpoints
{
    private static readonly string[] Kinds = [ExportsApi.Items, ExportsApi.Events];

    /// <summary>Maps the endpoint.</summary>
    public static void MapDownloads(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/download/{kind}", SendAsync).ExcludeFromDescription();

    private static async Task SendAsync(
        HttpContext context, string kind, ConsoleClients clients, TimeProvider time, [AsParameters] DownloadQuery query)
    {
        bool mayExport = context.User.HasClaim(ConsoleGate.CanChange, "true");
        if (!mayExport || !Kinds.Contains(kind, StringComparer.Ordinal))
        {
            context.Response.StatusCode = mayExport ? StatusCodes.Status404NotFound : StatusCodes.Status403Forbidden;
            return;
        }

        PersonalizationClient client = clients.For(new ConsoleUser(context.User.Identity?.Name ?? "operator", true));
        try
        {
            await using Stream export = await client.Exports.OpenAsync(kind, query.ToExport(), context.RequestAborted);
            string format = query.Format == "csv" ? "csv" : "ndjson";
            context.Response.ContentType = format == "csv" ? "text/csv; charset=utf-8" : "application/x-ndjson";
            context.Response.Headers.ContentDisposition = new ContentDisposition
            {
                FileName = $"{kind}-{time.GetUtcNow():yyyy-MM-dd}.{format}",
            }.ToString();
            await export.CopyToAsync(context.Response.Body, context.RequestAborted);
        }
        catch (PersonalizationException refused) when (!context.Response.HasStarted)
        {
            context.Response.StatusCode = (int?)refused.Status ?? StatusCodes.Status502BadGateway;
            await context.Response.WriteAsync(refused.Message, context.RequestAborted);
        }
    }
}
