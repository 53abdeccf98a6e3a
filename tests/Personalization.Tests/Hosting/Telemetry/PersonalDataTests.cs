using Personalization.Abstractions.Identity;
using Personalization.Hosting.Settings;
using Personalization.Hosting.Telemetry;

namespace Personalization.Tests.Hosting.Telemetry;

public sealed class PersonalDataTests
{
    private static readonly PersonalData Personal = new(
        new EngineOptions { Telemetry = new TelemetrySettings { UserHashKey = "a-key-for-this-test" } });

    [Theory]
    [InlineData("Request [S10.0.0.1:1 personalization-user/ann] to personalization-user/ann")]
    [InlineData("GET /v1/users/ann/recommendations?count=3 failed, GET /v1/users/ann failed")]
    [InlineData("""{"Grain":"personalization-user/ann","Path":"/v1/users/ann"}""")]
    public void User_ids_become_hashes_in_every_position(string line)
    {
        string hash = Personal.HashOf(UserId.Create("ann"));

        Assert.Equal(line.Replace("ann", $"#{hash}", StringComparison.Ordinal), Personal.Scrub(line));
    }

    [Theory]
    [InlineData("ann smith", "/v1/users/ann%20smith/export")]
    [InlineData("奈", "/v1/users/奈")]
    public void The_hash_does_not_depend_on_how_the_id_is_written(string id, string path)
    {
        string hash = Personal.HashOf(UserId.Create(id));

        Assert.Contains($"#{hash}", Personal.Scrub(path), StringComparison.Ordinal);
        Assert.Equal(
            $"personalization-user/#{hash}",
            Personal.Scrub($"personalization-user/{UserKey.Encode(UserId.Create(id))}"));
    }

    [Fact]
    public void Without_a_key_hashes_differ_between_processes() =>
        Assert.NotEqual(
            new PersonalData().HashOf(UserId.Create("ann")), new PersonalData().HashOf(UserId.Create("ann")));

    [Fact]
    public void Other_text_is_unchanged() => Assert.Equal(
        "GET /v1/popular, personalization-model/0", Personal.Scrub("GET /v1/popular, personalization-model/0"));
}
