using System.Globalization;
using System.Text.Json;
using HttpContext = Microsoft.AspNetCore.Http.HttpContext;

namespace Personalization.Testing.Upstream;

/// <summary>
/// Controls an upstream in another process: <c>PUT
/// /control/fault/catalog?kind=HalfPage&amp;seconds=2&amp;status=503&amp;times=3</c>, <c>PUT
/// /control/item/p-0001?stock=0&amp;price=9.95</c>, <c>GET /control/requests</c>.
/// </summary>
internal static class UpstreamControl
{
    public static async Task HandleAsync(UpstreamServer server, HttpContext context, string path)
    {
        string[] parts = path.Split('/');
        context.Response.StatusCode = parts switch
        {
            ["fault", "catalog" or "stock"] => SetFault(server, context, parts[1]),
            ["item", _] => ChangeItem(server, context, parts[1]),
            ["requests"] => 200,
            _ => 404,
        };
        if (parts is ["requests"])
        {
            context.Response.ContentType = "application/json";
            await JsonSerializer.SerializeAsync(context.Response.Body, server.Requests, JsonSerializerOptions.Web);
        }
    }

    private static int SetFault(UpstreamServer server, HttpContext context, string feed)
    {
        if (!Enum.TryParse(context.Request.Query["kind"], ignoreCase: true, out FaultKind kind)
            || !Enum.IsDefined(kind))
        {
            return 400;
        }

        server.Set(feed, new UpstreamFault(
            kind,
            Number(context, "seconds") ?? 1,
            (int)(Number(context, "status") ?? 503),
            (int?)Number(context, "times")));
        return 204;
    }

    private static int ChangeItem(UpstreamServer server, HttpContext context, string id) =>
        server.Shop.Change(id, product => product with
        {
            Stock = (int)(Number(context, "stock") ?? product.Stock),
            Price = (decimal)(Number(context, "price") ?? (double)product.Price),
        }) ? 204 : 404;

    private static double? Number(HttpContext context, string name) =>
        double.TryParse(context.Request.Query[name], CultureInfo.InvariantCulture, out double value) ? value : null;
}

/// <summary>An answered request.</summary>
/// <param name="Path">The requested path.</param>
/// <param name="Status">The response status.</param>
internal sealed record UpstreamRequest(string Path, int Status);
