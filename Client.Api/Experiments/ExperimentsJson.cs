using System.Text.Json;
using System.Text.Json.Serialization;
using Personalization.Abstractions.Experiments;
using Personalization.Abstractions.Json;
using Personalization.Abstractions.Recommendations;
using Personalization.Client.Api.Http;

namespace Personalization.Client.Api.Experiments;

/// <summary>Source-generated JSON contracts of <c>/v1/experiments</c>.</summary>
/// <remarks>Separate from the other features, because infinite numbers of an experiment are written as null.</remarks>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters =
    [
        typeof(FiniteNumberConverter),
        typeof(CamelCaseEnumConverter<ExperimentStatus>),
        typeof(CamelCaseEnumConverter<ExplorationPolicy>),
        typeof(CamelCaseEnumConverter<MetricKind>),
        typeof(CamelCaseEnumConverter<MetricRole>),
        typeof(CamelCaseEnumConverter<OutcomeMeasure>),
        typeof(CamelCaseEnumConverter<SeenItems>),
        typeof(CamelCaseEnumConverter<Verdict>),
    ])]
[JsonSerializable(typeof(ExperimentDefinition))]
[JsonSerializable(typeof(ExperimentResponse))]
[JsonSerializable(typeof(ExperimentList))]
[JsonSerializable(typeof(RawChange))]
[JsonSerializable(typeof(ExperimentResultsResponse))]
internal sealed partial class ExperimentsJson : JsonSerializerContext;
