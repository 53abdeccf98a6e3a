using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Personalization.Testing.Contract;

/// <summary>An operation of the OpenAPI document.</summary>
/// <param name="Method">The method in upper case.</param>
/// <param name="Path">The path with its parameters in braces.</param>
/// <param name="Node">The description.</param>
internal sealed record ContractOperation(string Method, string Path, JsonNode Node)
{
    /// <summary>Gets the pattern of escaped paths.</summary>
    public Regex Pattern { get; } = new(
        $"^{Regex.Replace(Regex.Escape(Path), @"\\\{[^}]+}", "[^/]+")}/?$", RegexOptions.CultureInvariant);

    /// <summary>Gets the number of path parameters; paths with fewer win.</summary>
    public int Parameters { get; } = Path.Count(c => c == '{');

    /// <inheritdoc/>
    public override string ToString() => $"{Method} {Path}";
}
