using System.Text;
using Personalization.Client.Api.Access;
using Personalization.Client.Api.Site;

namespace Personalization.Client.Api.Demo;

/// <summary>
/// The page of the demo shop with its public key, as the backend of a shop renders it. The key is no secret.
/// </summary>
internal sealed class DemoPage(SiteFiles files, ApiKeyRing keys)
{
    private const string Name = "shop.html";
    private const string Place = "<meta name=\"public-key\" content=\"\">";

    private Rendered? _last;

    /// <summary>Gets the page with the present key; without a key in open mode.</summary>
    public SiteFile Get()
    {
        string? key = keys.DemoKeyText;
        if (key is null)
        {
            return files.Find(Name)!;
        }

        if (_last is not { } last || last.Key != key)
        {
            string html = files.TextOf(Name).Replace(
                Place, $"<meta name=\"public-key\" content=\"{key}\">", StringComparison.Ordinal);
            _last = last = new Rendered(key, new SiteFile(Name, Encoding.UTF8.GetBytes(html)));
        }

        return last.File;
    }

    private sealed record Rendered(string Key, SiteFile File);
}
