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
            problems.AddRange(ListenAddresses.Of(configuration)
                .Where(address => !ListenAddresses.IsLoopback(address))
                .Select(RefuseOpen));
        }

        return problems.Count > 0 ? throw new SettingsRefusedException(problems) : options;
    }

    private static string RefuseOpen(string address) =>
        $"The address '{address}' is reachable from other machines but no API keys are set. Set "
        + $"{ApiOptions.Section}:Keys:0:Key and {ApiOptions.Section}:Keys:0:Role (read, write, operate), or listen on "
        + $"loopback only, for example --urls {DefaultUrl}.";

    private static void CheckKeys(ApiOptions options, List<string> problems)
    {
        for (int i = 0; i < options.Keys.Count; i++)
        {
            if (options.Keys[i].Key is null == options.Keys[i].KeySha256 is null)
            {
                problems.Add($"{ApiOptions.Section}:Keys:{i} must have exactly one of Key and KeySha256.");
            }
        }

        IEnumerable<string> repeated = options.Keys.Where(key => key.Key is not null)
            .GroupBy(key => key.Key)
            .Where(same => same.Count() > 1)
                .Select(
                    same => $"{ApiOptions.Section}:Keys must not repeat a key but had one key {same.Count()} times.");
        problems.AddRange(repeated);
    }

    private static void CheckOrigins(ApiOptions options, List<string> problems)
    {
        foreach (string origin in options.CorsOrigins)
        {
            bool isValid = origin == "*" || (Uri.TryCreate(origin, UriKind.Absolute, out Uri? uri)
                && uri.Scheme is "http" or "https"
                && uri.GetLeftPart(UriPartial.Authority) == origin);
            if (!isValid)
            {
                problems.Add($"{ApiOptions.Section}:CorsOrigins must have origins of the form scheme://host[:port] "
                    + $"without a path, or *, but had '{origin}'.");
            }
        }
    }
}
