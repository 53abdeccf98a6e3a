namespace Personalization.Benchmarks.Load;

/// <summary>GET requests over a fixed set of paths, in a seeded random order.</summary>
internal sealed class GetSource : RequestSource
{
    private readonly byte[][] _requests;
    private readonly Random _random;

    /// <summary>Prepares the requests.</summary>
    public GetSource(IEnumerable<string> paths, int seed)
    {
        _requests = [.. paths.Select(path => Ascii($"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"))];
        _random = new Random(seed);
    }

    /// <inheritdoc/>
    public override int Expected => 200;

    /// <inheritdoc/>
    public override int Write(Span<byte> buffer)
    {
        byte[] request = _requests[_random.Next(_requests.Length)];
        request.CopyTo(buffer);
        return request.Length;
    }
}
