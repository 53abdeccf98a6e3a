using Personalization.Hosting.Settings;

namespace Personalization.Client.Api.Settings;

/// <summary>Reads the settings of the HTTP border and checks what concerns more than one of them.</summary>
internal static class ApiOptionsReader
{
    /// <summary>The address when the settings name none.</summary>
    public const string DefaultUrl = "http://127.0.0.1:5080";

    /// <summary>Reads and checks everything.</summary>
    /// <exception cref="SettingsRefusedException">Something is wrong; all of it is listed.</exception>
    public static ApiOptions Read(IConfiguration configuration)
    {
        List<string> problems = [];
        ApiOptions options = SettingsReader.Read<ApiOptions>(configuration.GetSection(ApiOptions.Section), problems);
        CheckKeys(options, problems);
        CheckOrigins(options, problems);
        if (options.RequestsPerSecond > 0 && options.RequestBurst < options.RequestsPerSecond / 10)
        {
            problems.Add($"{ApiOptions.Section}:RequestBurst is {options.RequestBurst}: must be at least a tenth of "
                + $"RequestsPerSecond ({options.RequestsPerSecond}), or the average can never be reached.");
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
        $"The address '{address}' can be reached from other machines, and no API keys are set: set "
        + $"{ApiOptions.Section}:Keys:0:Key and "
        + $"{ApiOptions.Section}:Keys:0:Role (read, write, operate), or listen on loopback only, for example --urls "
        + $"{DefaultUrl}.";

    private static void CheckKeys(ApiOptions options, List<string> problems)
    {
        for (int i = 0; i < options.Keys.Count; i++)
        {
            if (options.Keys[i].Key is null == options.Keys[i].KeySha256 is null)
            {
                problems.Add($"{ApiOptions.Section}:Keys:{i} must have exactly one of Key and KeySha256.");
            }
        }

        IEnumerable<string> twice = options.Keys.Where(key => key.Key is not null)
            .GroupBy(key => key.Key)
            .Where(same => same.Count() > 1)
                .Select(same => $"{ApiOptions.Section}:Keys has one key {same.Count()} times; a key has one role.");
        problems.AddRange(twice);
    }

    private static void CheckOrigins(ApiOptions options, List<string> problems)
    {
        foreach (string origin in options.CorsOrigins)
        {
            bool right = origin == "*" || (Uri.TryCreate(origin, UriKind.Absolute, out Uri? uri)
                && uri.Scheme is "http" or "https"
                && uri.GetLeftPart(UriPartial.Authority) == origin);
            if (!right)
            {
                problems.Add($"{ApiOptions.Section}:CorsOrigins has '{origin}': must be scheme://host[:port] without a "
                    + $"path, or *.");
            }
        }
    }
}
