using System.Buffers.Binary;
using System.Net;

namespace Personalization.Client.Api.Access;

/// <summary>The unit of limits per address: an IPv4 address, or the /64 network of an IPv6 address.</summary>
/// <remarks>A client of IPv6 usually owns a /64 network and could use another address for each request.</remarks>
internal static class ClientAddress
{
    /// <summary>Gets the key of the client's address. Keys are equal for the same address or network.</summary>
    public static object Of(HttpContext context) => Of(context.Connection.RemoteIpAddress);

    /// <summary>Gets the key of an address; null counts as the local machine.</summary>
    public static object Of(IPAddress? address)
    {
        if (address is null)
        {
            return "local";
        }

        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4();
        }

        Span<byte> bytes = stackalloc byte[16];
        return address.TryWriteBytes(bytes, out int length) && length == bytes.Length
            ? BinaryPrimitives.ReadUInt64BigEndian(bytes)
            : address;
    }
}
