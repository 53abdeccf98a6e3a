using System.Net;
using System.Text.RegularExpressions;
using Personalization.Engine.Rollouts;
using Personalization.Storage.Azure.Connections;
using Personalization.Storage.HttpFeeds;

namespace Personalization.Hosting.Settings;

/// <summary>Reads the settings of the engine and checks the relations between them.</summary>
public static partial class EngineOptionsReader
{
    /// <summary>The part of the section that the API reads.</summary>
    private const string ApiPart = "Api";

    /// <summary>The most feeds: a feed's name is a label of metrics.</summary>
    private const int MostFeeds = 16;

    /// <summary>Reads and checks all settings.</summary>
    /// <param name="configuration">All settings.</param>
    /// <param name="roles">The roles that the program supports; <see cref="EngineOptions.Role"/> becomes one of
    /// them.</param>
    /// <exception cref="SettingsRefusedException">Some settings are invalid; the exception lists every
    /// problem.</exception>
    public static EngineOptions Read(IConfiguration configuration, params IReadOnlyList<EngineRole> roles)
    {
        List<string> problems = [];
        EngineOptions options = SettingsReader.Read<EngineOptions>(
            configuration.GetSection(EngineOptions.Section), problems, ApiPart);
        foreach (string type in options.EventTypes.Keys.Where(type => !EventTypeName().IsMatch(type)))
        {
            problems.Add($"{EngineOptions.Section}:EventTypes has '{type}': a type's name is a letter, then letters, "
                + $"digits, - or _, at most 64 characters.");
        }

        problems.AddRange(options.Training.Validate().Select(problem => $"{EngineOptions.Section}:Training:{problem}"));
        problems.AddRange(
            options.DataQuality.Validate().Select(problem => $"{EngineOptions.Section}:DataQuality:{problem}"));
        options.Role ??= roles.Count == 1 ? roles[0]
            : options.Profile == StorageProfile.Embedded ? EngineRole.Node
            : EngineRole.Api;
        options.Rollout.Mode ??= options.Profile == StorageProfile.Embedded ? RolloutMode.Direct : RolloutMode.Staged;
        CheckRole(options, roles, problems);
        CheckStore(options, problems);
        CheckFaults(options, configuration, problems);
        CheckTls(options, problems);
        CheckFeeds(options, problems);
        problems.AddRange(
            options.Resilience.Validate().Select(problem => $"{EngineOptions.Section}:Resilience:{problem}"));
        return problems.Count > 0 ? throw new SettingsRefusedException(problems) : options;
    }

    private static void CheckRole(EngineOptions options, IReadOnlyList<EngineRole> roles, List<string> problems)
    {
        if (!roles.Contains(options.Role!.Value))
        {
            problems.Add(
                $"{EngineOptions.Section}:Role is '{options.Role}': this program can be {string.Join(" or ", roles)}.");
        }
        else if (options is { Role: EngineRole.Api, Profile: StorageProfile.Embedded })
        {
            problems.Add($"{EngineOptions.Section}:Role is 'Api': the embedded store has one process, which is a Node. "
                + $"Set {EngineOptions.Section}:Profile to Postgres or Azure.");
        }
    }

    private static void CheckStore(EngineOptions options, List<string> problems)
    {
        if (options.Profile == StorageProfile.Postgres && options.Postgres.ConnectionString.Length == 0)
        {
            problems.Add($"{EngineOptions.Section}:Postgres:ConnectionString is missing: for example "
                + $"Host=db.example;Database=personalization;Username=engine;Password=...");
        }

        AzureStorageOptions account = options.Azure;
        if (options.Profile == StorageProfile.Azure && (account.ConnectionString.Length > 0)
            == (account.TableServiceUri is not null && account.BlobServiceUri is not null))
        {
            problems.Add($"{EngineOptions.Section}:Azure needs either ConnectionString or both TableServiceUri and "
                + $"BlobServiceUri; it has {(account.ConnectionString.Length > 0 ? "all" : "neither")}.");
        }
    }

    private static void CheckFaults(EngineOptions options, IConfiguration configuration, List<string> problems)
    {
        string key = $"{EngineOptions.Section}:{nameof(EngineOptions.Faults)}";
        if (options.Faults && options.Profile != StorageProfile.Embedded)
        {
            problems.Add($"{key} is true but {EngineOptions.Section}:Profile is '{options.Profile}': faults need the "
                + "embedded store. Remove the setting.");
        }

        problems.AddRange(ListenAddresses.Of(configuration)
            .Where(address => options.Faults && !ListenAddresses.IsLoopback(address))
            .Select(address => $"{key} is true but the address '{address}' is reachable from other machines. Remove "
                + "the setting, or listen on loopback only, for example --urls http://127.0.0.1:5080."));
    }

    private static void CheckTls(EngineOptions options, List<string> problems)
    {
        ClusterSettings cluster = options.Cluster;
        string key = $"{EngineOptions.Section}:Cluster";
        if (!cluster.Tls.IsOn && cluster.Tls.Files.Any())
        {
            problems.Add($"{key}:Tls needs all of CertificatePath, PrivateKeyPath and AuthorityPath, or none.");
        }

        bool isLoopback = string.Equals(
            cluster.AdvertisedAddress, "localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(cluster.AdvertisedAddress, out IPAddress? address) && IPAddress.IsLoopback(address));
        if (options.Profile != StorageProfile.Embedded && options.Role != EngineRole.Api
            && !isLoopback && !cluster.Tls.IsOn && !cluster.AllowPlaintext)
        {
            problems.Add($"{key}:AdvertisedAddress is '{cluster.AdvertisedAddress}', which other machines reach: set "
                + $"the files of {key}:Tls, or {key}:AllowPlaintext=true in a private network.");
        }
    }

    private static void CheckFeeds(EngineOptions options, List<string> problems)
    {
        if (options.Feeds.Count > MostFeeds)
        {
            problems.Add(
                $"{EngineOptions.Section}:Feeds has {options.Feeds.Count} entries: must have at most {MostFeeds}.");
        }

        foreach ((string name, FeedOptions feed) in options.Feeds)
        {
            if (!FeedName().IsMatch(name))
            {
                problems.Add($"{EngineOptions.Section}:Feeds has '{name}': a feed's name is a small letter, then small "
                    + $"letters, digits or -, at most 32 characters.");
            }

            problems.AddRange(feed.Validate().Select(problem => $"{EngineOptions.Section}:Feeds:{name}:{problem}"));
        }
    }

    [GeneratedRegex("^[a-z][a-z0-9-]{0,31}$")]
    private static partial Regex FeedName();

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9_-]{0,63}$")]
    private static partial Regex EventTypeName();
}
