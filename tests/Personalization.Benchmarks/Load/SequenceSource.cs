namespace Personalization.Benchmarks.Load;

/// <summary>GET requests over numbered paths, each once, in order: to touch every user once.</summary>
/// <param name="prefix">The path up to the number.</param>
/// <param name="suffix">The path after it.</param>
internal sealed class SequenceSource(string prefix, string suffix) : RequestSource
{
    private readonly byte[] _before = Ascii($"GET {prefix}");
    private readonly byte[] _after = Ascii($"{suffix} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
    private long _next;

    /// <inheritdoc/>
    public override int Expected => 200;

    /// <inheritdoc/>
    public override int Write(Span<byte> buffer) => buffer.Length - Append(Append(Append(buffer, _before), _next++), _after).Length;
}
