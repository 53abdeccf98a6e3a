using System.Text.Json.Serialization;

namespace Personalization.Grains.Models;

/// <summary>Source-generated JSON of an unfinished training.</summary>
/// <remarks>The mark lies beside the stored steps. Another silo reads it to resume the training.</remarks>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(UnfinishedTraining))]
internal sealed partial class TrainingMarkJson : JsonSerializerContext;
