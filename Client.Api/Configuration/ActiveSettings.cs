using System.Collections.Immutable;
using System.Reflection;
using System.Text.Json;
using Microsoft.Extensions.Configuration.CommandLine;
using Microsoft.Extensions.Configuration.EnvironmentVariables;

namespace Personalization.Client.Api.Configuration;

/// <summary>Reads the settings of this process with their values and origins.</summary>
/// <remarks>
/// The JSON schema of the settings gives the names, the defaults and the descriptions. Values of secrets are hidden.
/// </remarks>
internal sealed class ActiveSettings(IConfiguration configuration)
{
    private const string Schema = "settings.schema.json";
    private const string Hidden = "***";
    private const string Default = "default";

    private static readonly string[] SecretNames =
        ["Key", "KeySha256", "HmacKey", "ScrapeKey", "UserHashKey", "ConnectionString"];

    /// <summary>Gets the settings in the order of the schema.</summary>
    /// <remarks>A list or a map without entries is left out: it has no single value.</remarks>
    public ImmutableArray<SettingResponse> Read()
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(Schema)!;
        using JsonDocument schema = JsonDocument.Parse(stream);
        ImmutableArray<SettingResponse>.Builder all = ImmutableArray.CreateBuilder<SettingResponse>();
        Add(schema.RootElement, string.Empty, all);
        return all.ToImmutable();
    }

    private void Add(JsonElement node, string path, ImmutableArray<SettingResponse>.Builder all)
    {
        if (node.TryGetProperty("properties", out JsonElement properties))
        {
            foreach (JsonProperty property in properties.EnumerateObject())
            {
                Add(property.Value, path.Length == 0 ? property.Name : $"{path}:{property.Name}", all);
            }
        }
        else if (node.TryGetProperty("items", out JsonElement child)
            || (node.TryGetProperty("additionalProperties", out child) && child.ValueKind == JsonValueKind.Object))
        {
            foreach (IConfigurationSection entry in configuration.GetSection(path).GetChildren())
            {
                Add(child, entry.Path, all);
            }
        }
        else
        {
            all.Add(One(node, path));
        }
    }

    private SettingResponse One(JsonElement node, string path)
    {
        string? value = configuration[path];
        string? usual = node.TryGetProperty("default", out JsonElement text) ? text.ToString() : null;
        return new SettingResponse(
            path,
            value is null ? usual : IsSecret(path) ? Hidden : WithoutPassword(value),
            value is null ? Default : OriginOf(path),
            node.TryGetProperty("description", out JsonElement description) ? description.GetString()! : string.Empty);
    }

    private static bool IsSecret(string path) =>
        SecretNames.Contains(path[(path.LastIndexOf(':') + 1)..], StringComparer.Ordinal);

    /// <summary>Removes the user and the password of an address.</summary>
    private static string WithoutPassword(string value) =>
        Uri.TryCreate(value, UriKind.Absolute, out Uri? address) && address.UserInfo.Length > 0
            ? new UriBuilder(address) { UserName = Hidden, Password = string.Empty }.Uri.AbsoluteUri
            : value;

    /// <summary>The last provider with a value decides.</summary>
    private string OriginOf(string path) =>
        (configuration as IConfigurationRoot)?.Providers.LastOrDefault(provider => provider.TryGet(path, out _)) switch
        {
            FileConfigurationProvider file => Path.GetFileName(file.Source.Path) ?? "file",
            EnvironmentVariablesConfigurationProvider => "environment",
            CommandLineConfigurationProvider => "command line",
            _ => "program",
        };
}
