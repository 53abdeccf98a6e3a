using System.Text.Json;

namespace Personalization.ClusterTests.Fuzz;

/// <summary>An operation of the API's description.</summary>
/// <param name="Method">The method in upper case.</param>
/// <param name="Path">The path with its parameters in braces.</param>
/// <param name="Query">The query parameters.</param>
/// <param name="Bodies">The body schemas by media type; empty for no body.</param>
/// <param name="Statuses">The documented statuses.</param>
internal sealed record ApiOperation(
    string Method,
    string Path,
    IReadOnlyList<ApiParameter> Query,
    IReadOnlyDictionary<string, JsonElement> Bodies,
    IReadOnlySet<int> Statuses)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Method} {Path}";
}

/// <summary>A query parameter of the API's description.</summary>
internal sealed record ApiParameter(string Name, JsonElement Schema);
