using System.Text.Json;
using System.Text.Json.Serialization;

namespace Personalization.Grains.Experiments;

/// <summary>Source-generated JSON of the stored state of experiments, their results and exploration. Names on disk are camel case; null is left out.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ExperimentsState))]
[JsonSerializable(typeof(ResultsState))]
[JsonSerializable(typeof(ExplorationState))]
internal sealed partial class ExperimentStateJson : JsonSerializerContext;
