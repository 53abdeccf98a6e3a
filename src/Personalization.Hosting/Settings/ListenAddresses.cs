using System.Net;

namespace Personalization.Hosting.Settings;

/// <summary>Reads the addresses a server will listen on from its settings, before it binds any of them.</summary>
public static class ListenAddresses
{
    /// <summary>
    /// Every address of <c>urls</c>, <c>http_ports</c>, <c>https_ports</c> and <c>Kestrel:Endpoints</c>; empty when
    /// none is set.
    /// </summary>
    public static IReadOnlyList<string> Of(IConfiguration configuration)
    {
        List<string> endpoints = [.. configuration.GetSection("Kestrel:Endpoints")
            .GetChildren()
            .Select(endpoint => endpoint["Url"])
            .OfType<string>()];
        if (endpoints.Count > 0)
        {
            return endpoints;
        }

        string[] urls = Split(configuration["urls"]);
        return urls.Length > 0
            ? urls
            : [
                .. Split(configuration["http_ports"]).Select(port => $"http://*:{port}"),
                .. Split(configuration["https_ports"]).Select(port => $"https://*:{port}")
            ];
    }

    /// <summary>Whether only this machine can reach <paramref name="address"/>.</summary>
    public static bool IsLoopback(string address)
    {
        BindingAddress parsed;
        try
        {
            parsed = BindingAddress.Parse(address);
        }
        catch (FormatException)
        {
            return false;
        }

        return parsed.IsUnixPipe
            || parsed.IsNamedPipe
            || string.Equals(parsed.Host, "localhost", StringComparison.OrdinalIgnoreCase)
                || (IPAddress.TryParse(parsed.Host.Trim('[', ']'), out IPAddress? ip) && IPAddress.IsLoopback(ip));
    }

    private static string[] Split(string? list) =>
        list?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
}
