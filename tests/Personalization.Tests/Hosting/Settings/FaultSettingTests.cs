using Microsoft.Extensions.Configuration;
using Personalization.Hosting.Settings;

namespace Personalization.Tests.Hosting.Settings;

public sealed class FaultSettingTests
{
    [Theory]
    [InlineData("http://127.0.0.1:5080")]
    [InlineData("http://localhost:5080;http://[::1]:5081")]
    [InlineData(null)]
    public void Faults_can_be_switched_on_for_this_machine(string? urls) =>
        Assert.True(Read(("Personalization:Faults", "true"), ("urls", urls)).Faults);

    [Fact]
    public void Faults_outside_loopback_stop_the_start()
    {
        SettingsRefusedException refused = Assert.Throws<SettingsRefusedException>(
            () => Read(("Personalization:Faults", "true"), ("urls", "http://127.0.0.1:5080;http://*:5081")));

        Assert.Equal(
            ["Personalization:Faults is true but the address 'http://*:5081' is reachable from other machines. Remove "
                + "the setting, or listen on loopback only, for example --urls http://127.0.0.1:5080."],
            refused.Problems);
    }

    [Fact]
    public void Faults_without_the_embedded_store_stop_the_start()
    {
        SettingsRefusedException refused = Assert.Throws<SettingsRefusedException>(() => Read(
            ("Personalization:Faults", "true"),
            ("Personalization:Profile", "Postgres"),
            ("Personalization:Postgres:ConnectionString", "Host=db.example")));

        Assert.Equal(
            ["Personalization:Faults is true but Personalization:Profile is 'Postgres': faults need the embedded "
                + "store. Remove the setting."],
            refused.Problems);
    }

    [Fact]
    public void Without_the_setting_every_address_is_allowed() =>
        Assert.False(Read(("urls", "http://*:5081")).Faults);

    private static EngineOptions Read(params (string Key, string? Value)[] settings) => EngineOptionsReader.Read(
        new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, setting.Value)))
            .Build(),
        EngineRole.Node,
        EngineRole.Api);
}
