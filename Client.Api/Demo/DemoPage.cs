using System.Text;
using Personalization.Client.Api.Access;
using Personalization.Client.Api.Site;
using Personalization.Hosting.Faults;

namespace Personalization.Client.Api.Demo;

/// <summary>
/// The page of the demo shop with its public key, as the backend of a shop renders it. The key is no secret.
/// </summary>
/// <remarks>The page also says whether the panel "Break it" is there.</remarks>
internal sealed class DemoPage(SiteFiles files, ApiKeyRing keys, FaultSwitches? faults = null)
{
    private const string Name = "shop.html";
    private const string KeyPlace = "name=\"public-key\" content=\"\"";
    private const string FaultsPlace = "name=\"faults\" content=\"\"";

    private Rendered? _last;

    /// <summary>Gets the page with the present key; without a key in open mode.</summary>
    public SiteFile Get()
    {
        string? key = keys.DemoKeyText;
        if (_last is not { } last || last.Key != key)
        {
            string html = files.TextOf(Name)
                .Replace(KeyPlace, $"name=\"public-key\" content=\"{key}\"", StringComparison.Ordinal)
                .Replace(
                    FaultsPlace,
                    $"name=\"faults\" content=\"{(faults is null ? "" : "on")}\"",
                    StringComparison.Ordinal);
            _last = last = new Rendered(key, new SiteFile(Name, Encoding.UTF8.GetBytes(html)));
        }

        return last.File;
    }

    private sealed record Rendered(string? Key, SiteFile File);
}
