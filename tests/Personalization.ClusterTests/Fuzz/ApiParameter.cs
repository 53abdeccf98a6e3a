using System.Text.Json;

namespace Personalization.ClusterTests.Fuzz;

/// <summary>A query parameter as the API's description has it.</summary>
internal sealed record ApiParameter(string Name, JsonElement Schema);
