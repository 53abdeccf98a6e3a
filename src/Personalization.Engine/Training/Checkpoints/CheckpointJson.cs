using System.Text.Json.Serialization;
using Personalization.Engine.Models;

namespace Personalization.Engine.Training.Checkpoints;

/// <summary>The source-generated JSON of stored training steps.</summary>
[JsonSourceGenerationOptions(
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(ChosenParameters))]
[JsonSerializable(typeof(ChosenContent))]
[JsonSerializable(typeof(ManifestBlend))]
[JsonSerializable(typeof(TunedBlends))]
[JsonSerializable(typeof(RankerEvidence))]
internal sealed partial class CheckpointJson : JsonSerializerContext;
