using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;

namespace Personalization.Abstractions.Webhooks;

/// <summary>Checks where a webhook may send.</summary>
public static class WebhookAddress
{
    private const int MaxUrl = 2_048;

    /// <summary>Networks that are not part of the public Internet, and those that contain IPv4 addresses.</summary>
    private static readonly ImmutableArray<IPNetwork> Private =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
            "192.0.0.0/24", "192.0.2.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
            "224.0.0.0/3", "::/96", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32",
            "2002::/16", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
        }.Select(text => IPNetwork.Parse(text)),
    ];

    /// <summary>Gets whether an address is part of the public Internet.</summary>
    public static bool IsPublic(IPAddress address)
    {
        IPAddress plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return plain.AddressFamily is AddressFamily.InterNetwork or AddressFamily.InterNetworkV6
            && !Private.Any(network => network.Contains(plain));
    }

    /// <summary>Finds what is wrong with a receiver's URL, without a look-up of its name.</summary>
    /// <param name="url">The URL.</param>
    /// <param name="allowPrivate">Whether private and loopback addresses are allowed.</param>
    /// <returns>A sentence; null when the URL may be used.</returns>
    public static string? Problem(string? url, bool allowPrivate)
    {
        if (url is null || url.Length > MaxUrl || !Uri.TryCreate(url, UriKind.Absolute, out Uri? parsed)
            || parsed.Scheme is not ("http" or "https") || parsed.Host.Length == 0)
        {
            return $"url must be an absolute http or https URL of at most {MaxUrl} characters.";
        }

        if (parsed.UserInfo.Length > 0 || parsed.Fragment.Length > 0)
        {
            return "url must have no user name, password or fragment.";
        }

        string host = parsed.IdnHost.TrimEnd('.');
        bool isPrivate = IPAddress.TryParse(host, out IPAddress? address)
            ? !IsPublic(address)
            : string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase)
                || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase);
        return isPrivate && !allowPrivate
            ? $"url must not name a private or loopback address but was '{parsed.Host}'. "
                + "Set Personalization:Webhooks:AllowPrivateAddresses=true to allow them."
            : null;
    }
}
