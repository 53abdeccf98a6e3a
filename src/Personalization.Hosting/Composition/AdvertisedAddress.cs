using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace Personalization.Hosting.Composition;

/// <summary>Finds the address a silo tells the others.</summary>
internal static class AdvertisedAddress
{
    /// <summary>The setting that means: find it yourself.</summary>
    public const string Auto = "auto";

    /// <summary>An address from the setting's text.</summary>
    /// <param name="text">An IP address, a host name, or <see cref="Auto"/>.</param>
    /// <exception cref="SocketException">The host name cannot be resolved.</exception>
    /// <exception cref="InvalidOperationException">This machine has no address but loopback.</exception>
    public static IPAddress Resolve(string text)
    {
        if (IPAddress.TryParse(text, out IPAddress? given))
        {
            return given;
        }

        return text == Auto
            ? OwnAddresses().FirstOrDefault() ?? throw new InvalidOperationException("This machine has no address that others could reach.")
            : First(Dns.GetHostAddresses(text)) ?? throw new InvalidOperationException($"'{text}' has no address.");
    }

    private static IEnumerable<IPAddress> OwnAddresses() => NetworkInterface.GetAllNetworkInterfaces()
        .Where(net => net.OperationalStatus == OperationalStatus.Up && net.NetworkInterfaceType != NetworkInterfaceType.Loopback)
        .SelectMany(net => net.GetIPProperties().UnicastAddresses)
        .Select(unicast => unicast.Address)
        .Where(address => address.AddressFamily == AddressFamily.InterNetwork);

    private static IPAddress? First(IPAddress[] addresses) =>
        Array.Find(addresses, address => address.AddressFamily == AddressFamily.InterNetwork) ?? addresses.FirstOrDefault();
}
