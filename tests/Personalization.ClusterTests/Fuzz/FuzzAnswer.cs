using System.Text;

namespace Personalization.ClusterTests.Fuzz;

/// <summary>An answer.</summary>
/// <param name="Status">The status.</param>
/// <param name="Headers">The header lines.</param>
/// <param name="Body">The body, chunks joined.</param>
internal sealed record FuzzAnswer(int Status, IReadOnlyList<string> Headers, byte[] Body)
{
    /// <summary>The body's media type without parameters; null when it has none.</summary>
    public string? MediaType => Header("Content-Type")?.Split(';')[0].Trim();

    /// <summary>Whether the server closes the connection.</summary>
    public bool Closes => Header("Connection")?.Equals("close", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>The body as text.</summary>
    public string Text => Encoding.UTF8.GetString(Body);

    /// <summary>A header's value; null when there is none.</summary>
    public string? Header(string name) => Headers
        .Where(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))
        .Select(line => line[(name.Length + 1)..].Trim()).FirstOrDefault();

    /// <inheritdoc/>
    public override string ToString() => $"{Status} {MediaType} {Text}";
}
