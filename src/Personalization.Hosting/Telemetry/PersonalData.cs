using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Personalization.Abstractions.Identity;
using Personalization.Hosting.Settings;

namespace Personalization.Hosting.Telemetry;

/// <summary>Keeps user ids out of logs and traces, which name a user by a keyed hash instead.</summary>
public sealed partial class PersonalData
{
    private const int HashDigits = 12;
    private readonly byte[] _key;

    /// <summary>Takes the key of the settings, or a random key that is lost with the process.</summary>
    public PersonalData(EngineOptions? options = null) =>
        _key = options?.Telemetry.UserHashKey is { } key
            ? Encoding.UTF8.GetBytes(key)
            : RandomNumberGenerator.GetBytes(HMACSHA256.HashSizeInBytes);

    /// <summary>Returns the name of a user in logs and traces: 12 hexadecimal digits.</summary>
    public string HashOf(UserId user) => HashOf(UserKey.Encode(user));

    /// <summary>Replaces the user ids in a text, in the forms in which the runtime and URLs write them.</summary>
    public string Scrub(string text) =>
        Places().Replace(text, place => $"{place.Groups["before"].Value}#{HashOf(KeyAt(place))}");

    private static string KeyAt(Match place)
    {
        string key = place.Groups["key"].Value;
        return place.Groups["before"].Value[0] == '/'
            && UserId.TryCreate(Uri.UnescapeDataString(key), out UserId user) is null ? UserKey.Encode(user) : key;
    }

    private string HashOf(string userKey) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(userKey)))[..HashDigits];

    [GeneratedRegex("""(?<before>personalization-user/|/v1/users/)(?<key>[^\s/?"'\\,;)\]}]+)""")]
    private static partial Regex Places();
}
