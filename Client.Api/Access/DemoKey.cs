using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Personalization.Abstractions.Keys;
using Personalization.Client.Api.Settings;
using Personalization.Hosting.Settings;

namespace Personalization.Client.Api.Access;

/// <summary>The public key of the demo shop's page.</summary>
/// <remarks>
/// The text is derived from the cluster's secret of user tokens. So all API processes know the same key without a
/// setting or a stored text, and a rotation of the secret replaces it. Only pages of the API's own origin can use it.
/// </remarks>
internal static class DemoKey
{
    private const string Name = "demo shop";
    private const string Purpose = "public key of the demo shop";

    /// <summary>Whether this process serves the demo shop with the sample's products.</summary>
    public static bool IsUsed(EngineOptions? engine) => engine is { Console: true, LoadsSample: true };

    /// <summary>Gets the text of the key that belongs to a secret.</summary>
    public static string TextOf(TokenSecret secret) => "pk_demo_" + Base64Url.EncodeToString(
        HMACSHA256.HashData(Convert.FromBase64String(secret.Secret), Encoding.UTF8.GetBytes(Purpose)).AsSpan(0, 24));

    /// <summary>Gets the key that belongs to a secret.</summary>
    public static KnownKey Of(TokenSecret secret) => new(
        Name, SHA256.HashData(Encoding.UTF8.GetBytes(TextOf(secret))), ApiRole.Public, [], isForOwnPages: true);
}
