using System.Text.Json;
using System.Text.Json.Serialization;
using Personalization.Abstractions.Storage;
using Personalization.Engine.Profiles;
using Personalization.Grains.Models;

namespace Personalization.Grains.State;

/// <summary>Source-generated JSON of the grains' stored state.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(UserIdJsonConverter), typeof(ItemIdJsonConverter), typeof(JsonStringEnumConverter<Abstractions.Models.ModelVersionStatus>)])]
[JsonSerializable(typeof(ProfileSnapshot))]
[JsonSerializable(typeof(ModelGrainState))]
internal sealed partial class GrainStateJson : JsonSerializerContext;
