using System.Text.Json;
using System.Text.Json.Serialization;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Models;
using Personalization.Client.Api.Http;

namespace Personalization.Client.Api.Models;

/// <summary>Source-generated JSON contracts of model versions and training.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters =
    [
        typeof(UserIdJsonConverter),
        typeof(ItemIdJsonConverter),
        typeof(CamelCaseEnumConverter<ModelVersionStatus>),
    ])]
[JsonSerializable(typeof(RawTrain))]
[JsonSerializable(typeof(TrainingStatus))]
[JsonSerializable(typeof(ModelCatalog))]
internal sealed partial class ModelJson : JsonSerializerContext;
