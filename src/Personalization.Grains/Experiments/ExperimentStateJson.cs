using System.Text.Json;
using System.Text.Json.Serialization;

namespace Personalization.Grains.Experiments;

/// <summary>Source-generated JSON metadata for the stored state of experiments, results and exploration.</summary>
/// <remarks>Stored names are camel case; null values are left out.</remarks>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ExperimentsState))]
[JsonSerializable(typeof(ResultsState))]
[JsonSerializable(typeof(ExplorationState))]
internal sealed partial class ExperimentStateJson : JsonSerializerContext;
