using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace Personalization.Hosting.Composition;

/// <summary>Resolves the address that a silo advertises to the other processes.</summary>
internal static class AdvertisedAddress
{
    /// <summary>The setting's value for the first address that is not loopback.</summary>
    public const string Auto = "auto";

    /// <summary>Resolves the text of the setting.</summary>
    /// <param name="text">An IP address, a host name, or <see cref="Auto"/>.</param>
    /// <exception cref="SocketException">The host name cannot be resolved.</exception>
    /// <exception cref="InvalidOperationException">This machine has only loopback addresses, or the host name has
    /// none.</exception>
    public static IPAddress Resolve(string text)
    {
        if (IPAddress.TryParse(text, out IPAddress? parsed))
        {
            return parsed;
        }

        return text == Auto
            ? OwnAddresses().FirstOrDefault() ?? throw new InvalidOperationException(
                "This machine has only loopback addresses; set an IP address or a host name.")
            : First(Dns.GetHostAddresses(text))
                ?? throw new InvalidOperationException($"The host name '{text}' has no address.");
    }

    private static IEnumerable<IPAddress> OwnAddresses() => NetworkInterface.GetAllNetworkInterfaces()
        .Where(net => net.OperationalStatus == OperationalStatus.Up
            && net.NetworkInterfaceType != NetworkInterfaceType.Loopback)
        .SelectMany(net => net.GetIPProperties().UnicastAddresses)
        .Select(unicast => unicast.Address)
        .Where(address => address.AddressFamily == AddressFamily.InterNetwork);

    private static IPAddress? First(IPAddress[] addresses) =>
        Array.Find(addresses, address => address.AddressFamily == AddressFamily.InterNetwork)
        ?? addresses.FirstOrDefault();
}
