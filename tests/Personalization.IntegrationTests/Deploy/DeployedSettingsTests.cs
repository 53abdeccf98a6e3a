using Microsoft.Extensions.Configuration;
using Personalization.Client.Api.Settings;
using Personalization.Hosting.Settings;

namespace Personalization.IntegrationTests.Deploy;

/// <summary>The programs accept the settings of the deployments.</summary>
public sealed class DeployedSettingsTests
{
    public static TheoryData<string> Everywhere => [.. Deployed.All.Select(deployed => deployed.Where)];

    [Fact]
    public void Both_programs_are_found_in_both_deployments() => Assert.Equal(4, Deployed.All.Count);

    [Theory]
    [MemberData(nameof(Everywhere))]
    public void The_engine_accepts_every_setting(string where)
    {
        List<string> problems = [];
        EngineOptions options = SettingsReader.Read<EngineOptions>(
            SettingsOf(where).GetSection(EngineOptions.Section), problems, "Api");

        Assert.Empty(problems);
        Assert.Equal(StorageProfile.Postgres, options.Profile);
        Assert.NotEmpty(SettingsOf(where)["Personalization:Postgres:ConnectionString"]!);
        Assert.True(options.Role is null || Find(where).Program == "Client.Api", "a silo has one role");
    }

    [Theory]
    [MemberData(nameof(Everywhere))]
    public void The_API_accepts_every_setting_and_has_a_key_for_each_role(string where)
    {
        if (Find(where).Program != "Client.Api")
        {
            Assert.DoesNotContain(
                Find(where).Environment.Keys, key => key.StartsWith("Personalization__Api", StringComparison.Ordinal));
            return;
        }

        ApiOptions options = ApiOptionsReader.Read(SettingsOf(where));

        Assert.Equal([ApiRole.Read, ApiRole.Write, ApiRole.Operate], options.Keys.Select(key => key.Role).Order());
    }

    [Fact]
    public void An_unknown_setting_is_detected()
    {
        List<string> problems = [];
        _ = SettingsReader.Read<EngineOptions>(Settings(new Dictionary<string, string>
        {
            ["Personalization__Cluster__Siloport2"] = "1"
        }).GetSection(EngineOptions.Section), problems, "Api");

        Assert.Contains(
            "Personalization:Cluster:Siloport2 is not a setting", Assert.Single(problems), StringComparison.Ordinal);
    }

    [Fact]
    public void The_API_does_not_start_with_the_committed_secrets()
    {
        IReadOnlyDictionary<string, string> secrets = Deployed.KubernetesObject("Secret", "engine").Map("stringData");
        Dictionary<string, string> environment = new(
            Deployed.All.Last(deployed => deployed.Program == "Client.Api").Environment);
        string[] keys = [.. environment.Keys.Where(name => name.EndsWith("__Key", StringComparison.Ordinal))];
        foreach (string name in keys)
        {
            environment[name] = secrets["read-key"];
        }

        SettingsRefusedException refused = Assert.Throws<SettingsRefusedException>(
            () => ApiOptionsReader.Read(Settings(environment)));
        Assert.True(refused.Problems.Count >= keys.Length && keys.Length == 3);
        Assert.All(
            secrets.Where(secret => secret.Key.EndsWith("-key", StringComparison.Ordinal)),
            secret => Assert.True(secret.Value.Length < 16, $"{secret.Key} could be used as it is"));
    }

    private static Deployed Find(string where) => Deployed.All.Single(deployed => deployed.Where == where);

    private static IConfiguration SettingsOf(string where) => Settings(Find(where).Environment);

    /// <summary>
    /// Gets the settings that the framework reads from the environment. It removes its prefix; <c>__</c> separates
    /// sections.
    /// </summary>
    private static IConfiguration Settings(IReadOnlyDictionary<string, string> environment) =>
        new ConfigurationBuilder().AddInMemoryCollection(environment.Select(variable =>
            KeyValuePair.Create(variable.Key.Replace("ASPNETCORE_", string.Empty, StringComparison.Ordinal).Replace(
                "__", ":", StringComparison.Ordinal), (string?)variable.Value))).Build();
}
