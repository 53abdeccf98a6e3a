using Microsoft.Extensions.Configuration;
using Personalization.Silo.Settings;

namespace Personalization.Tests.Silo.Settings;

public sealed class EngineOptionsReaderTests
{
    [Fact]
    public void Everything_wrong_is_listed_with_its_key_its_value_and_what_is_allowed()
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
        Assert.Equal("Personalization:Placements:home:StaticItems has 201 entries: must have at most 200.", problems[2]);
        Assert.Equal("Personalization:Profiles:HalfLifeDays is 'soon': must be a number from 0.01 to 3650.", problems[3]);
        Assert.Equal("Personalization:Serving:ListLength is '5': must be a whole number from 20 to 2000.", problems[4]);
    }

    [Fact]
    public void What_is_right_arrives()
    {
        EngineOptions options = EngineOptionsReader.Read(Configuration(new Dictionary<string, string?>
        {
            ["Personalization:Serving:ListLength"] = "50",
            ["Personalization:EventTypes:share"] = "2.5",
            ["Personalization:Placements:home:SeenItems"] = "Allow",
            ["Personalization:Placements:home:StaticItems:0"] = "a",
            ["Personalization:Training:Factors"] = "32",
            ["Personalization:Api:MaxBatch"] = "7",
        }));
        Assert.Equal((50, 32, 2.5), (options.Serving.ListLength, options.Training.Factors, options.EventTypes["share"]));
        Assert.Equal((Personalization.Engine.Composition.SeenItems.Allow, "a"), (options.Placements["home"].SeenItems, Assert.Single(options.Placements["home"].StaticItems)));
    }

    private static SettingsRefusedException Refused(IReadOnlyDictionary<string, string?> settings) =>
        Assert.Throws<SettingsRefusedException>(() => EngineOptionsReader.Read(Configuration(settings)));

    private static IConfiguration Configuration(IReadOnlyDictionary<string, string?> settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
}
