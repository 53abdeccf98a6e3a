using System.Text.Json;
using System.Text.Json.Serialization;
using Personalization.Engine.Profiles;

namespace Personalization.Grains.Users;

/// <summary>
/// Source-generated JSON of a user's stored profile snapshot. Names on disk are camel case; null is left out.
/// </summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ProfileSnapshot))]
internal sealed partial class ProfileStateJson : JsonSerializerContext;
