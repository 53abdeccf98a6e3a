using System.Net;
using System.Security.Cryptography;
using System.Text;
using Personalization.Hosting.Settings;

namespace Personalization.Client.Api.Settings;

/// <summary>Reads the settings of the HTTP API and checks the relations between them.</summary>
internal static class ApiOptionsReader
{
    /// <summary>The default address.</summary>
    public const string DefaultUrl = "http://127.0.0.1:5080";

    /// <summary>Reads and checks the settings.</summary>
    /// <exception cref="SettingsRefusedException">Settings are invalid; every problem is listed.</exception>
    public static ApiOptions Read(IConfiguration configuration)
    {
        List<string> problems = [];
        ApiOptions options = SettingsReader.Read<ApiOptions>(configuration.GetSection(ApiOptions.Section), problems);
        CheckKeys(options, problems);
        CheckOrigins(options, problems);
        CheckTokens(options.Tokens, problems);
        problems.AddRange(options.TrustedProxies.Where(proxy => NetworkOf(proxy) is null).Select(
            proxy => $"{ApiOptions.Section}:TrustedProxies must have IP addresses or networks such as 10.0.0.0/8 but "
                + $"had '{proxy}'."));
        if (options.RequestsPerSecond > 0 && options.RequestBurst < options.RequestsPerSecond / 10)
        {
            problems.Add($"{ApiOptions.Section}:RequestBurst must be at least a tenth of "
                + $"RequestsPerSecond ({options.RequestsPerSecond}) but was {options.RequestBurst}.");
        }

        if (options.MaxBufferedBytes < options.MaxBodyBytes)
        {
            problems.Add($"{ApiOptions.Section}:MaxBufferedBytes must be at least MaxBodyBytes "
                + $"({options.MaxBodyBytes}) but was {options.MaxBufferedBytes}.");
        }

        if (options.Keys.Count == 0)
        {
            if (options.CorsOrigins.Contains("*"))
            {
                problems.Add($"{ApiOptions.Section}:CorsOrigins is '*' but no API keys are set: list the origins, or "
                    + $"set {ApiOptions.Section}:Keys.");
            }

            problems.AddRange(ListenAddresses.Of(configuration)
                .Where(address => !ListenAddresses.IsLoopback(address))
                .Select(RefuseOpen));
        }

        return problems.Count > 0 ? throw new SettingsRefusedException(problems) : options;
    }

    private static string RefuseOpen(string address) =>
        $"The address '{address}' is reachable from other machines but no API keys are set. Set "
        + $"{ApiOptions.Section}:Keys:0:Key and {ApiOptions.Section}:Keys:0:Role (for example operate), or listen on "
        + $"loopback only, for example --urls {DefaultUrl}.";

    private static void CheckKeys(ApiOptions options, List<string> problems)
    {
        for (int i = 0; i < options.Keys.Count; i++)
        {
            if (options.Keys[i].Key is null == options.Keys[i].KeySha256 is null)
            {
                problems.Add($"{ApiOptions.Section}:Keys:{i} must have exactly one of Key and KeySha256.");
            }

            CheckKeyOrigins(options.Keys[i], $"{ApiOptions.Section}:Keys:{i}:Origins", problems);
        }

        // Compared by hash: the same key may stand once as Key and once as KeySha256.
        IEnumerable<string> repeated = options.Keys.Select((key, index) => (Hash: HashOf(key), index))
            .Where(key => key.Hash is not null)
            .GroupBy(key => key.Hash, key => key.index, StringComparer.OrdinalIgnoreCase)
            .Where(same => same.Count() > 1)
            .Select(same => $"{ApiOptions.Section}:Keys must not repeat a key but "
                + $"Keys:{string.Join(" and Keys:", same)} are the same key.");
        problems.AddRange(repeated);
    }

    private static void CheckKeyOrigins(ApiKeySetting key, string path, List<string> problems)
    {
        if ((key.Role == ApiRole.Public) != (key.Origins.Count > 0))
        {
            problems.Add(key.Role == ApiRole.Public
                ? $"{path} is missing: a public key needs the origins of its pages, for example https://shop.example."
                : $"{path} is set but only a key with the role Public has origins.");
        }

        problems.AddRange(key.Origins.Where(origin => !Origins.IsValid(origin)).Select(
            origin => $"{path} must have origins of the form scheme://host[:port] without a path but had '{origin}'."));
    }

    private static void CheckTokens(TokenSettings tokens, List<string> problems)
    {
        for (int i = 0; i < tokens.Keys.Count; i++)
        {
            if (tokens.Keys[i].HmacKey is null == tokens.Keys[i].EcdsaPemFile is null)
            {
                problems.Add(
                    $"{ApiOptions.Section}:Tokens:Keys:{i} must have exactly one of HmacKey and EcdsaPemFile.");
            }
        }

        problems.AddRange(tokens.Keys.GroupBy(key => key.Id, StringComparer.Ordinal)
            .Where(same => same.Key is not null && same.Count() > 1)
            .Select(same => $"{ApiOptions.Section}:Tokens:Keys must not repeat an id but had '{same.Key}' "
                + $"{same.Count()} times."));
    }

    /// <summary>Reads an IP address or a network; null when the text is neither.</summary>
    public static IPNetwork? NetworkOf(string text) =>
        IPNetwork.TryParse(text, out IPNetwork network) ? network
        : IPAddress.TryParse(text, out IPAddress? address)
            ? new IPNetwork(address, address.GetAddressBytes().Length * 8)
            : null;

    private static string? HashOf(ApiKeySetting key) => key.Key is { } text
        ? Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)))
        : key.KeySha256;

    private static void CheckOrigins(ApiOptions options, List<string> problems)
    {
        foreach (string origin in options.CorsOrigins)
        {
            if (origin != "*" && !Origins.IsValid(origin))
            {
                problems.Add($"{ApiOptions.Section}:CorsOrigins must have origins of the form scheme://host[:port] "
                    + $"without a path, or *, but had '{origin}'.");
            }
        }
    }
}
