using System.Net;
using System.Net.Sockets;
using Personalization.Abstractions.Webhooks;

namespace Personalization.Storage.HttpWebhooks;

/// <summary>Opens connections to receivers, and refuses private addresses.</summary>
/// <remarks>
/// The check is made on the address that is connected to. A name that first resolves to a public address and then to a
/// private one is refused too.
/// </remarks>
internal static class WebhookConnector
{
    /// <summary>Connects to the first address of a name that is allowed and answers.</summary>
    public static async ValueTask<Stream> ConnectAsync(
        DnsEndPoint receiver, bool allowPrivate, CancellationToken cancellationToken)
    {
        IPAddress[] found = IPAddress.TryParse(receiver.Host, out IPAddress? literal)
            ? [literal]
            : await Dns.GetHostAddressesAsync(receiver.Host, cancellationToken).ConfigureAwait(false);
        IPAddress[] allowed = [.. found.Where(address => allowPrivate || WebhookAddress.IsPublic(address))];
        if (allowed.Length == 0)
        {
            throw new WebhookFailedException(
                $"'{receiver.Host}' has only private or loopback addresses, which the settings do not allow.",
                status: null,
                isPassing: false);
        }

        Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, receiver.Port, cancellationToken).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
