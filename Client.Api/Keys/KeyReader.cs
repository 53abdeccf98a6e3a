using System.Text.Json;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Json;
using Personalization.Client.Api.Settings;

namespace Personalization.Client.Api.Keys;

/// <summary>Reads the bodies of requests about keys and tokens. An unknown field is an error.</summary>
internal static class KeyReader
{
    private const int MaxName = 64;
    private const int MostOrigins = 32;
    private const int MaxGraceMinutes = 7 * 24 * 60;

    private static readonly JsonTable<RawKey> KeyTable = new JsonTable<RawKey>()
        .Text("name", static (ref raw, value) => raw = raw with { Name = value })
        .Text("role", static (ref raw, value) => raw = raw with { Role = value })
        .Texts("origins", static (ref raw, value) => raw = raw with { Origins = value });

    private static readonly JsonTable<RawRotation> RotationTable = new JsonTable<RawRotation>()
        .Whole("graceMinutes", static (ref raw, value) => raw = raw with { GraceMinutes = value });

    private static readonly JsonTable<RawTokenRequest> TokenTable = new JsonTable<RawTokenRequest>()
        .Text("userId", static (ref raw, value) => raw = raw with { UserId = value });

    private static readonly JsonTable<RawSecretRotation> SecretTable = new JsonTable<RawSecretRotation>()
        .Flag("dropOld", static (ref raw, value) => raw = raw with { DropOld = value });

    /// <summary>Reads a new key and checks its role, name and origins.</summary>
    public static RawKey ReadKey(ref Utf8JsonReader reader, string path, List<ValidationError> errors)
    {
        RawKey key = new();
        KeyTable.Read(ref reader, ref key, path, errors);
        Check(key, path, errors);
        return key;
    }

    /// <summary>Reads the options of a rotation.</summary>
    public static RawRotation ReadRotation(ref Utf8JsonReader reader, string path, List<ValidationError> errors)
    {
        RawRotation rotation = new();
        RotationTable.Read(ref reader, ref rotation, path, errors);
        if (rotation.GraceMinutes is < 0 or > MaxGraceMinutes)
        {
            errors.Add(new($"{path}.graceMinutes", "outOfRange",
                $"graceMinutes must be 0 to {MaxGraceMinutes} but was {rotation.GraceMinutes}."));
        }

        return rotation;
    }

    /// <summary>Reads the request for a user token.</summary>
    public static RawTokenRequest ReadToken(ref Utf8JsonReader reader, string path, List<ValidationError> errors)
    {
        RawTokenRequest request = new();
        TokenTable.Read(ref reader, ref request, path, errors);
        return request;
    }

    /// <summary>Reads the options of a new token secret.</summary>
    public static RawSecretRotation ReadSecretRotation(
        ref Utf8JsonReader reader, string path, List<ValidationError> errors)
    {
        RawSecretRotation rotation = new();
        SecretTable.Read(ref reader, ref rotation, path, errors);
        return rotation;
    }

    private static void Check(RawKey key, string path, List<ValidationError> errors)
    {
        if (IdentifierRules.Problem(key.Name) is { } problem || key.Name!.Length > MaxName)
        {
            errors.Add(new($"{path}.name", key.Name is null ? "required" : "invalid",
                $"name must be printable text of 1 to {MaxName} characters."));
        }

        bool isKnown = Enum.GetValues<ApiRole>().Any(role => RoleRights.NameOf(role) == key.Role);
        if (!isKnown)
        {
            errors.Add(new($"{path}.role", key.Role is null ? "required" : "unknown",
                $"role must be one of {string.Join(", ", Enum.GetValues<ApiRole>().Select(RoleRights.NameOf))}."));
        }

        int origins = key.Origins?.Count ?? 0;
        bool isPublic = key.Role == RoleRights.NameOf(ApiRole.Public);
        if (isKnown && (isPublic ? origins is 0 or > MostOrigins : origins > 0))
        {
            errors.Add(new($"{path}.origins", "invalid", isPublic
                ? $"a public key needs 1 to {MostOrigins} origins."
                : "only a public key has origins."));
        }

        foreach (string? origin in (key.Origins ?? []).Where(origin => !Origins.IsValid(origin)))
        {
            errors.Add(new($"{path}.origins", "invalid",
                $"an origin must have the form scheme://host[:port] but was '{origin}'."));
        }
    }
}
