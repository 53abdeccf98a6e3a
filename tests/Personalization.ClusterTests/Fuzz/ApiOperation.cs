using System.Text.Json;

namespace Personalization.ClusterTests.Fuzz;

/// <summary>An operation as the API's description has it.</summary>
/// <param name="Method">In capitals.</param>
/// <param name="Path">With its parameters in braces.</param>
/// <param name="Query">The query parameters.</param>
/// <param name="Bodies">The schema of the body by media type; empty when there is none.</param>
/// <param name="Statuses">Every status the description lists.</param>
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
