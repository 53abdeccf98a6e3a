using System.Buffers;
using System.Text;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Merchandising;
using Personalization.Client.Api.Http;
using Personalization.Client.Api.Merchandising;

namespace Personalization.Tests.Api.Merchandising;

public sealed class RuleReaderTests
{
    [Fact]
    public void The_example_of_the_guide_is_read()
    {
        (RawRule raw, List<ValidationError> errors) = Read(
            """
            {"placements":["home","HOME"],"from":"2026-11-27T00:00:00Z","until":"2026-11-30T00:00:00Z",
             "audience":"country = 'DE'","priority":3,"status":"draft","description":"Offers",
             "actions":[{"pin":"p-77","position":1},{"boost":"brand = 'acme'","factor":1.5},
              {"bury":"category in 'clearance'"},{"cap":"brand","most":2,"window":10},
              {"share":"category in 'new'","percent":20},{"exclude":"stock = 0"},{"include":"price > user.least"}]}
            """);

        Assert.Empty(errors);
        MerchandisingRule rule = raw.ToRule("black-friday");
        Assert.Equal(
            ("black-friday", RuleStatus.Draft, 3, "country = 'DE'", "Offers"),
            (rule.Id, rule.Status, rule.Priority, rule.Audience, rule.Description));
        Assert.Equal(["home"], rule.Placements);
        Assert.Equal(new DateTimeOffset(2026, 11, 30, 0, 0, 0, TimeSpan.Zero), rule.Until);
        Assert.Equal(
            [
                new RuleAction { Pin = "p-77", Position = 1 },
                new RuleAction { Boost = "brand = 'acme'", Factor = 1.5 },
                new RuleAction { Bury = "category in 'clearance'" },
                new RuleAction { Cap = "brand", Most = 2, Window = 10 },
                new RuleAction { Share = "category in 'new'", Percent = 20 },
                new RuleAction { Exclude = "stock = 0" },
                new RuleAction { Include = "price > user.least" },
            ],
            rule.Actions);
    }

    [Theory]
    [InlineData("{}", "$.actions required")]
    [InlineData("""{"actions":[]}""", "$.actions outOfRange")]
    [InlineData("""{"actions":{}}""", "$.actions malformed")]
    [InlineData("""{"actions":[1]}""", "$.actions[0] malformed")]
    [InlineData("""{"actions":[{}]}""", "$.actions[0] invalid")]
    [InlineData("""{"actions":[{"bury":"id = 'x'","pin":"p"}]}""", "$.actions[0] invalid")]
    [InlineData("""{"actions":[{"boost":"id = 'x'"}]}""", "$.actions[0].factor required")]
    [InlineData("""{"actions":[{"boost":"id = 'x'","factor":0}]}""", "$.actions[0].factor outOfRange")]
    [InlineData("""{"actions":[{"share":"id = 'x'","percent":101}]}""", "$.actions[0].percent outOfRange")]
    [InlineData("""{"actions":[{"pin":"p","position":0}]}""", "$.actions[0].position outOfRange")]
    [InlineData("""{"actions":[{"pin":"","position":1}]}""", "$.actions[0].pin invalid")]
    [InlineData("""{"actions":[{"cap":"brand","most":1}]}""", "$.actions[0].window required")]
    [InlineData("""{"actions":[{"bury":"id = 'x'","most":1}]}""", "$.actions[0].most invalid")]
    [InlineData("""{"actions":[{"bury":"price ="}]}""", "$.actions[0].bury invalid")]
    [InlineData("""{"actions":[{"bury":"price = item.price"}]}""", "$.actions[0].bury invalid")]
    [InlineData("""{"actions":[{"burry":"id = 'x'"}]}""", "$.actions[0].burry unknown")]
    [InlineData("""{"actions":[{"bury":"id = 'x'"}],"status":"live"}""", "$.status unknown")]
    [InlineData("""{"actions":[{"bury":"id = 'x'"}],"audience":"country ="}""", "$.audience invalid")]
    [InlineData("""{"actions":[{"bury":"id = 'x'"}],"placements":["a",""]}""", "$.placements[1] invalid")]
    [InlineData("""{"actions":[{"bury":"id = 'x'"}],"priority":1001}""", "$.priority outOfRange")]
    [InlineData(
        """{"actions":[{"bury":"id = 'x'"}],"from":"2026-11-02T00:00:00Z","until":"2026-11-01T00:00:00Z"}""",
        "$.until outOfRange")]
    public void A_wrong_rule_is_refused(string json, string expected) => Assert.Equal(
        [expected], Read(json).Errors.Select(error => $"{error.Path} {error.Code}"));

    [Fact]
    public void A_misspelled_field_gets_a_suggestion_and_all_errors_are_listed()
    {
        List<ValidationError> errors = Read(
            """{"action":[],"placements":"home","actions":[{"exclude":"stock == 0 and price < 'x'"}]}""").Errors;

        Assert.Equal(
            [
                "'action' is not a field. Did you mean 'actions'? The fields are description, status, placements, "
                    + "from, until, audience, priority, actions.",
                "placements must be an array but was a string.",
                "exclude: at character 7: expected =, !=, <, <=, >, >=, in, between or contains but found '=='; write "
                    + "'='.",
                "exclude: at character 16: price is compared with numbers but the value is 'x'.",
            ],
            errors.Select(error => error.Message));
    }

    private static (RawRule Rule, List<ValidationError> Errors) Read(string json)
    {
        ParsedBody<RawRule> body = JsonBody.Read<RawRule>(
            new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(json)), 1, RuleReader.Read);
        return (body.Elements[0].Value!, body.Elements[0].Errors);
    }
}
