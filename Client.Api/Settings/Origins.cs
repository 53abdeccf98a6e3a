namespace Personalization.Client.Api.Settings;

/// <summary>Checks the origins of web pages, as browsers send them in <c>Origin</c>.</summary>
internal static class Origins
{
    /// <summary>Whether the text is <c>scheme://host[:port]</c>, without a path, of http or https.</summary>
    public static bool IsValid(string? origin) => Uri.TryCreate(origin, UriKind.Absolute, out Uri? uri)
        && uri.Scheme is "http" or "https"
        && string.Equals(uri.GetLeftPart(UriPartial.Authority), origin, StringComparison.OrdinalIgnoreCase);
}
