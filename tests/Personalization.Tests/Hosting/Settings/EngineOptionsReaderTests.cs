using Microsoft.Extensions.Configuration;
using Personalization.Abstractions.Recommendations;
using Personalization.Engine.Rollouts;
using Personalization.Hosting.Settings;

namespace Personalization.Tests.Hosting.Settings;

public sealed class EngineOptionsReaderTests
{
    [Fact]
    public void Every_problem_is_listed_with_key_value_and_allowed_values()
    {
        Dictionary<string, string?> settings = new()
        {
            ["Personalization:Serving:ListLength"] = "5",
            ["Personalization:Profiles:HalfLifeDays"] = "soon",
            ["Personalization:EventTypes:share"] = "500",
            ["Personalization:Colour"] = "red",
        };
        foreach (int i in Enumerable.Range(0, 201))
        {
            settings[$"Personalization:Placements:home:StaticItems:{i}"] = $"item-{i}";
        }

        string[] problems = [.. Refused(settings).Problems.Order(StringComparer.Ordinal)];
        Assert.Equal(5, problems.Length);
        Assert.StartsWith("Personalization:Colour is not a setting; known are ", problems[0], StringComparison.Ordinal);
        Assert.Equal("Personalization:EventTypes:share is '500': must be a number from -100 to 100.", problems[1]);
        Assert.Equal(
            "Personalization:Placements:home:StaticItems has 201 entries: must have at most 200.", problems[2]);
        Assert.Equal(
            "Personalization:Profiles:HalfLifeDays is 'soon': must be a number from 0.01 to 3650.", problems[3]);
        Assert.Equal("Personalization:Serving:ListLength is '5': must be a whole number from 20 to 2000.", problems[4]);
    }

    [Fact]
    public void Valid_settings_are_read()
    {
        EngineOptions options = EngineOptionsReader.Read(Configuration(new Dictionary<string, string?>
        {
            ["Personalization:Serving:ListLength"] = "50",
            ["Personalization:EventTypes:share"] = "2.5",
            ["Personalization:Placements:home:SeenItems"] = "Allow",
            ["Personalization:Placements:home:StaticItems:0"] = "a",
            ["Personalization:Training:Factors"] = "32",
            ["Personalization:Api:MaxBatch"] = "7",
        }), EngineRole.Node, EngineRole.Api);
        Assert.Equal(
            (50, 32, 2.5), (options.Serving.ListLength, options.Training.Factors, options.EventTypes["share"]));
        Assert.Equal(
            (SeenItems.Allow, "a"),
            (options.Placements["home"].SeenItems, Assert.Single(options.Placements["home"].StaticItems)));
    }

    [Fact]
    public void Every_problem_of_feeds_and_pipelines_is_listed()
    {
        string[] problems = [.. Refused(new Dictionary<string, string?>
        {
            ["Personalization:Feeds:Big Shop:Url"] = "https://shop.example/feed",
            ["Personalization:Feeds:a:Url"] = "ftp://shop.example/feed",
            ["Personalization:Feeds:b:IntervalSeconds"] = "60",
            ["Personalization:Feeds:c:Url"] = "http://shop.example/feed",
            ["Personalization:Feeds:c:MaxAgeSeconds"] = "30",
            ["Personalization:Feeds:c:Key"] = "",
            ["Personalization:Resilience:FirstPauseSeconds"] = "50",
        }).Problems.Order(StringComparer.Ordinal)];

        Assert.Equal(
            [
                "Personalization:Feeds has 'Big Shop': a feed's name is a small letter, then small letters, digits or "
                    + "-, at most 32 characters.",
                "Personalization:Feeds:a:Url must begin with http:// or https:// but was 'ftp://shop.example/feed'.",
                "Personalization:Feeds:b:Url is missing: must be an address such as https://example.net.",
                "Personalization:Feeds:c:Key is not shown here: must have 1 to 4096 characters.",
                "Personalization:Feeds:c:MaxAgeSeconds must be at least IntervalSeconds (60) but was 30.",
                "Personalization:Resilience:FirstPauseSeconds must be at most LongestPauseSeconds (30) but was 50.",
            ],
            problems);
    }

    [Theory]
    [InlineData(null, null, RolloutMode.Direct)]
    [InlineData(null, "Staged", RolloutMode.Staged)]
    [InlineData("Postgres", null, RolloutMode.Staged)]
    [InlineData("Postgres", "Direct", RolloutMode.Direct)]
    public void The_default_rollout_mode_is_direct_in_one_process_and_staged_in_a_cluster(
        string? profile, string? mode, RolloutMode expected)
    {
        Dictionary<string, string?> settings = new()
        {
            ["Personalization:Profile"] = profile,
            ["Personalization:Rollout:Mode"] = mode,
            ["Personalization:Postgres:ConnectionString"] = "Host=db"
        };
        EngineOptions options = EngineOptionsReader.Read(
            Configuration(settings.Where(setting => setting.Value is not null).ToDictionary()),
            EngineRole.Node,
            EngineRole.Api);
        Assert.Equal(expected, options.Rollout.Mode);
    }

    [Fact]
    public void Every_problem_of_rollouts_and_retraining_is_listed()
    {
        string[] problems = [.. Refused(new Dictionary<string, string?>
        {
            ["Personalization:Rollout:Mode"] = "Sideways",
            ["Personalization:Rollout:ShadowShare"] = "2",
            ["Personalization:Rollout:ConversionEvent"] = "1st",
            ["Personalization:Rollout:BlindMinutes"] = "0",
            ["Personalization:Retraining:EveryHours"] = "-1",
            ["Personalization:Retraining:MinNewEvents"] = "0",
        }).Problems.Order(StringComparer.Ordinal)];

        Assert.Equal(
            [
                "Personalization:Retraining:EveryHours is '-1': must be a number from 0 to 8760.",
                "Personalization:Retraining:MinNewEvents is '0': must be a whole number from 1 to 1000000000.",
                "Personalization:Rollout:BlindMinutes is '0': must be a number from 0.1 to 10000.",
                "Personalization:Rollout:ConversionEvent is '1st': must match ^[A-Za-z][A-Za-z0-9_-]{0,63}$.",
                "Personalization:Rollout:Mode is 'Sideways': must be one of Direct, Staged.",
                "Personalization:Rollout:ShadowShare is '2': must be a number from 0 to 1.",
            ],
            problems);
    }

    private static SettingsRefusedException Refused(IReadOnlyDictionary<string, string?> settings) =>
        Assert.Throws<SettingsRefusedException>(
            () => EngineOptionsReader.Read(Configuration(settings), EngineRole.Node, EngineRole.Api));

    private static IConfiguration Configuration(IReadOnlyDictionary<string, string?> settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
}
