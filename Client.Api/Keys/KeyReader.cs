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

    /// <summary>Reads a new key and checks its role, name and origins.</summary>
    public static RawKey ReadKey(ref Utf8JsonReader reader, string path, List<ValidationError> errors)
    {
        RawKey key = new();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            string field = NameOf(ref reader);
            _ = reader.Read();
            key = field switch
            {
                "name" => key with { Name = JsonFields.Text(ref reader, path, field, errors) },
                "role" => key with { Role = JsonFields.Text(ref reader, path, field, errors) },
                "origins" => key with { Origins = JsonFields.Texts(ref reader, path, field, errors) },
                _ => Unknown(key, ref reader, path, field, errors),
            };
        }

        Check(key, path, errors);
        return key;
    }

    /// <summary>Reads the options of a rotation.</summary>
    public static RawRotation ReadRotation(ref Utf8JsonReader reader, string path, List<ValidationError> errors)
    {
        RawRotation rotation = new();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            string field = NameOf(ref reader);
            _ = reader.Read();
            rotation = field == "graceMinutes"
                ? new RawRotation { GraceMinutes = JsonFields.Whole(ref reader, path, field, errors) }
                : Unknown(rotation, ref reader, path, field, errors);
        }

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
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            string field = NameOf(ref reader);
            _ = reader.Read();
            request = field == "userId"
                ? new RawTokenRequest { UserId = JsonFields.Text(ref reader, path, field, errors) }
                : Unknown(request, ref reader, path, field, errors);
        }

        return request;
    }

    /// <summary>Reads the options of a new token secret.</summary>
    public static RawSecretRotation ReadSecretRotation(
        ref Utf8JsonReader reader, string path, List<ValidationError> errors)
    {
        RawSecretRotation rotation = new();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            string field = NameOf(ref reader);
            _ = reader.Read();
            rotation = field == "dropOld"
                ? new RawSecretRotation { DropOld = JsonFields.Flag(ref reader, path, field, errors) }
                : Unknown(rotation, ref reader, path, field, errors);
        }

        return rotation;
    }

    /// <summary>The name of the field; empty, and so unknown, when it is not valid Unicode.</summary>
    private static string NameOf(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return string.Empty;
        }
    }

    private static T Unknown<T>(
        T same, ref Utf8JsonReader reader, string path, string field, List<ValidationError> errors)
    {
        reader.Skip();
        errors.Add(new($"{path}['{field}']", "unknown", "the field is unknown."));
        return same;
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
