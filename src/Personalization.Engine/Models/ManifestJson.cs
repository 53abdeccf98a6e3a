using System.Text.Json.Serialization;

namespace Personalization.Engine.Models;

/// <summary>Source-generated JSON of the manifest.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, NewLine = "\n", RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(ModelManifest))]
[JsonSerializable(typeof(ManifestFormat))]
internal sealed partial class ManifestJson : JsonSerializerContext;
