using System.Text.Json;
using System.Text.Json.Serialization;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Profiles;
using Personalization.Abstractions.Users;

namespace Personalization.Client.Api.Users;

/// <summary>Source-generated JSON contracts of profiles, preferences and merges.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters =
    [
        typeof(UserIdJsonConverter),
        typeof(ItemIdJsonConverter),
    ])]
[JsonSerializable(typeof(RawPreferences))]
[JsonSerializable(typeof(UserView))]
[JsonSerializable(typeof(RawMerge))]
[JsonSerializable(typeof(MergeResult))]
[JsonSerializable(typeof(VersionResponse))]
[JsonSerializable(typeof(ErasedResponse))]
[JsonSerializable(typeof(ExportLine))]
[JsonSerializable(typeof(UserPageResponse))]
[JsonSerializable(typeof(UserMatchesResponse))]
internal sealed partial class UserJson : JsonSerializerContext;
