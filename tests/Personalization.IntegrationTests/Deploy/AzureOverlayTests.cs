using Microsoft.Extensions.Configuration;
using Personalization.Hosting.Settings;

namespace Personalization.IntegrationTests.Deploy;

/// <summary>The overlay for Azure Storage replaces the settings of PostgreSQL.</summary>
public sealed class AzureOverlayTests
{
    /// <summary>A patch removes a key by this value.</summary>
    private const string Removed = "null";

    [Theory]
    [InlineData("silo")]
    [InlineData("api")]
    public void The_engine_accepts_the_patched_settings(string name)
    {
        Dictionary<string, string> environment = new(
            Deployed.All.Single(deployed => deployed.Where == $"deploy/kubernetes: {name}").Environment);
        foreach ((string key, string value) in Patch("settings", "data").Concat(Patch("secret", "stringData")))
        {
            if (value == Removed)
            {
                Assert.True(environment.Remove(key), $"{key} is not in the base");
            }
            else
            {
                environment[key] = value;
            }
        }

        EngineOptions options = EngineOptionsReader.Read(
            new ConfigurationBuilder().AddInMemoryCollection(environment.Select(variable => KeyValuePair.Create(
                variable.Key.Replace("__", ":", StringComparison.Ordinal), (string?)variable.Value))).Build(),
            name == "silo" ? EngineRole.Silo : EngineRole.Api);

        Assert.Equal(StorageProfile.Azure, options.Profile);
        Assert.NotEmpty(options.Azure.ConnectionString);
        Assert.DoesNotContain(environment.Keys, key => key.Contains("Postgres", StringComparison.Ordinal));
    }

    [Fact]
    public void Silos_and_APIs_reach_Azure_over_HTTPS() => Assert.Equal(
        "443",
        Assert.Single(Assert.Single(Assert.Single(Yaml.Documents("deploy/azure/network.yaml"))
            .List("spec", "egress")).List("ports")).Text("port"));

    private static IReadOnlyDictionary<string, string> Patch(string file, string map) =>
        Assert.Single(Yaml.Documents($"deploy/azure/{file}.yaml")).Map(map);
}
