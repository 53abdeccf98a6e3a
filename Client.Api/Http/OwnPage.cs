namespace Personalization.Client.Api.Http;

/// <summary>Recognises requests that a browser sends for a page of the API's own origin.</summary>
internal static class OwnPage
{
    private const string FetchSite = "Sec-Fetch-Site";

    /// <summary>Whether a page of the API's own origin sends a request.</summary>
    /// <remarks>
    /// Browsers send <c>Sec-Fetch-Site</c> over HTTPS and to this machine. Over plain HTTP they send <c>Origin</c> with
    /// a body and <c>Referer</c> without.
    /// </remarks>
    public static bool Sends(HttpRequest request)
    {
        string? site = request.Headers[FetchSite];
        if (site is not null)
        {
            return site == "same-origin";
        }

        string? page = request.Headers.Origin;
        return Uri.TryCreate(page ?? request.Headers.Referer, UriKind.Absolute, out Uri? address)
            && string.Equals(address.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase);
    }
}
