using Microsoft.Extensions.Primitives;

namespace Personalization.Client.Api.Site;

/// <summary>Sends files of the web pages, with an entity tag and the headers that keep the pages safe.</summary>
internal static class SiteResponse
{
    /// <summary>
    /// Pages load from their own origin only, and no other page may frame them.
    /// </summary>
    private const string Policy = "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
        + "form-action 'self'; frame-ancestors 'none'";

    private const string Gzip = "gzip";

    /// <summary>Sends a file, or 304 when the client has it.</summary>
    /// <param name="context">The request.</param>
    /// <param name="file">The file.</param>
    /// <param name="status">The status of a response with a body.</param>
    /// <param name="maxAgeSeconds">How long a browser uses its copy without asking, seconds.</param>
    public static async Task WriteAsync(
        HttpContext context, SiteFile file, int status = StatusCodes.Status200OK, int maxAgeSeconds = 0)
    {
        HttpResponse response = context.Response;
        IHeaderDictionary headers = response.Headers;
        headers.ETag = file.Tag;
        headers.CacheControl = maxAgeSeconds > 0 ? $"public, max-age={maxAgeSeconds}" : "no-cache";
        headers.Vary = "Accept-Encoding";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        if (file.MediaType.StartsWith("text/html", StringComparison.Ordinal))
        {
            headers.ContentSecurityPolicy = Policy;
        }

        if (status == StatusCodes.Status200OK && Has(context.Request.Headers.IfNoneMatch, file.Tag))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        bool packed = file.Compressed is not null && AcceptsGzip(context.Request.Headers.AcceptEncoding);
        byte[] body = packed ? file.Compressed! : file.Content;
        headers.ContentEncoding = packed ? Gzip : default(StringValues);
        response.StatusCode = status;
        response.ContentType = file.MediaType;
        response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await response.Body.WriteAsync(body, context.RequestAborted);
        }
    }

    private static bool Has(StringValues known, string tag) =>
        known.Any(value => value?.Contains(tag, StringComparison.Ordinal) == true);

    private static bool AcceptsGzip(StringValues encodings) => encodings.Any(
        value => value?.Split(',').Any(one => one.Trim().Split(';')[0] is Gzip or "*") == true);
}
