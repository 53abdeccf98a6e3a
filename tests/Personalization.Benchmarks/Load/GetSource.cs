namespace Personalization.Benchmarks.Load;

/// <summary>A source of GET requests for a fixed set of paths, in a seeded random order.</summary>
internal sealed class GetSource : RequestSource
{
    private readonly byte[][] _paths;
    private readonly Random _random;

    /// <summary>Creates a source.</summary>
    public GetSource(IEnumerable<string> paths, int seed)
    {
        _paths = [.. paths.Select(Ascii)];
        _random = new Random(seed);
    }

    /// <inheritdoc/>
    public override void Draw(Operation operation)
    {
        operation.Begin(OperationKind.Read);
        WriteGet(operation, _paths[_random.Next(_paths.Length)]);
    }
}
