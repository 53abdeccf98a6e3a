using System.Net.Sockets;

namespace Personalization.Benchmarks.Load;

/// <summary>The names of the failures without an answer.</summary>
internal static class Failures
{
    /// <summary>No complete answer within the time-out.</summary>
    public const string TimedOut = "timed out";

    /// <summary>The load ended before a connection was free.</summary>
    public const string NotSent = "not sent";

    /// <summary>The server closed the connection before the answer was complete.</summary>
    public const string Closed = "closed";

    /// <summary>The answer is not valid HTTP/1.1.</summary>
    public const string Garbled = "garbled";

    /// <summary>Gets the name of a socket error.</summary>
    public static string Of(SocketError error) => error switch
    {
        SocketError.ConnectionRefused => "refused",
        SocketError.ConnectionReset or SocketError.ConnectionAborted or SocketError.Shutdown => "reset",
        SocketError.HostUnreachable
        or SocketError.NetworkUnreachable
        or SocketError.HostDown
        or SocketError.NetworkDown => "unreachable",
        SocketError.TimedOut => TimedOut,
        _ => error.ToString(),
    };
}
