namespace Personalization.Benchmarks.Load;

/// <summary>
/// A source of GET requests for numbered paths, each once and in order, so that each user is read once.
/// </summary>
/// <param name="prefix">The path before the number.</param>
/// <param name="suffix">The path after the number.</param>
internal sealed class SequenceSource(string prefix, string suffix) : RequestSource
{
    private readonly byte[] _path = new byte[prefix.Length + 20];
    private readonly byte[] _prefix = Ascii(prefix);
    private readonly byte[] _suffix = Ascii(suffix);
    private long _next;

    /// <inheritdoc/>
    public override void Draw(Operation operation)
    {
        operation.Begin(OperationKind.Read);
        int length = _path.Length - Append(Append(_path, _prefix), _next++).Length;
        WriteGet(operation, _path.AsSpan(0, length), _suffix);
    }
}
