using System.Text;

namespace Personalization.ClusterTests.Fuzz;

/// <summary>An HTTP response.</summary>
/// <param name="Status">The status.</param>
/// <param name="Headers">The header lines.</param>
/// <param name="Body">The body without chunk framing.</param>
internal sealed record FuzzAnswer(int Status, IReadOnlyList<string> Headers, byte[] Body)
{
    /// <summary>Gets the body's media type without parameters; null for none.</summary>
    public string? MediaType => Header("Content-Type")?.Split(';')[0].Trim();

    /// <summary>True if the server closes the connection.</summary>
    public bool Closes => Header("Connection")?.Equals("close", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>Gets the body as text.</summary>
    public string Text => Encoding.UTF8.GetString(Body);

    /// <summary>Gets a header's value; null for none.</summary>
    public string? Header(string name) => Headers
        .Where(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))
        .Select(line => line[(name.Length + 1)..].Trim()).FirstOrDefault();

    /// <inheritdoc/>
    public override string ToString() => $"{Status} {MediaType} {Text}";
}
