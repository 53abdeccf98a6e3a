using System.Text.Json;
using System.Text.Json.Serialization;

namespace Personalization.Client.Users;

/// <summary>Source-generated JSON contracts of users.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(UserProfile))]
[JsonSerializable(typeof(UserPreferences))]
[JsonSerializable(typeof(UserPage))]
[JsonSerializable(typeof(UserMatches))]
[JsonSerializable(typeof(MergeRequest))]
[JsonSerializable(typeof(MergeResult))]
[JsonSerializable(typeof(ProfileChange))]
[JsonSerializable(typeof(ErasureResult))]
internal sealed partial class UserJson : JsonSerializerContext;

/// <summary>The body of a merge.</summary>
internal sealed record MergeRequest(string From);
