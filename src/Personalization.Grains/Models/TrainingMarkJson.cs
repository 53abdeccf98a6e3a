using System.Text.Json.Serialization;

namespace Personalization.Grains.Models;

/// <summary>Source-generated JSON of an unfinished training.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(UnfinishedTraining))]
internal sealed partial class TrainingMarkJson : JsonSerializerContext;
