using System.Text.Json.Serialization;

namespace Personalization.Engine.Models;

/// <summary>The source-generated JSON serializer of the manifest.</summary>
[JsonSourceGenerationOptions(
    WriteIndented = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    NewLine = "\n",
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(ModelManifest))]
[JsonSerializable(typeof(ManifestFormat))]
[JsonSerializable(typeof(ModelMoments))]
internal sealed partial class ManifestJson : JsonSerializerContext;
