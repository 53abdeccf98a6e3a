using System.Text.Json;
using System.Text.Json.Serialization;

namespace Personalization.Hosting.Maintenance;

/// <summary>The source-generated JSON contract of <see cref="BackupManifest"/>.</summary>
/// <remarks>Names are in camel case, as in all JSON of the engine.</remarks>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, WriteIndented = true)]
[JsonSerializable(typeof(BackupManifest))]
internal sealed partial class ManifestJson : JsonSerializerContext;
