using System.Text.Json;
using Personalization.OperatorConsole.Components;
using Personalization.OperatorConsole.Engine;
using Personalization.OperatorConsole.Merchandising;

namespace Personalization.Tests.OperatorConsole;

/// <summary>Commands, addresses, numbers and rule forms of the console.</summary>
public sealed class ConsoleTextTests
{
    [Fact]
    public void A_command_is_quoted_for_a_shell_and_never_shows_the_key() => Assert.Equal(
        "curl -X PUT 'http://h/v1/items/a%27b' \\\n  -H \"X-Api-Key: $KEY\" \\\n"
            + "  -H 'Content-Type: application/json' \\\n  -d '{\"title\":\"it'\\''s $HOME\"}'",
        CurlCommand.Of("http://h", "PUT", "/v1/items/a%27b", "{\"title\":\"it's $HOME\"}", needsKey: true));

    [Fact]
    public void A_read_without_keys_is_short() => Assert.Equal(
        "curl 'http://h/v1/models'", CurlCommand.Of("http://h", "GET", "/v1/models", null, needsKey: false));

    [Theory]
    [InlineData("http://127.0.0.1:5080", "http://127.0.0.1:5080/")]
    [InlineData("http://0.0.0.0:8080", "http://127.0.0.1:8080/")]
    [InlineData("http://[::]:8080", "http://127.0.0.1:8080/")]
    [InlineData("https://+:8443/", "https://127.0.0.1:8443/")]
    [InlineData("http://10.1.2.3:80", "http://10.1.2.3/")]
    public void The_console_calls_its_own_process(string listens, string calls) =>
        Assert.Equal(calls, ConsoleAddress.Of(listens).AbsoluteUri);

    [Theory]
    [InlineData(0.4, "0 s")]
    [InlineData(90, "90 s")]
    [InlineData(7_300, "2 h")]
    [InlineData(400_000, "4 days")]
    public void A_duration_has_its_largest_unit(double seconds, string shown) =>
        Assert.Equal(shown, Show.Span(TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void Numbers_have_separators_and_signs()
    {
        Assert.Equal("1,234,567", Show.Count(1_234_567));
        Assert.Equal("−3.5 %", Show.Signed(-0.035));
        Assert.Equal(("100%", "0%"), (Show.Width(7), Show.Width(double.NaN)));
        Assert.Equal("rolled back", Show.Words("rolledBack"));
    }

    [Fact]
    public void A_rule_survives_the_form()
    {
        const string Rule = """
            {"description":"d","placements":["home","sale"],"audience":"country = 'DE'","from":"2026-11-27T00:00:00Z",
             "priority":5,"status":"draft",
             "actions":[{"pin":"p-77","position":1},{"boost":"brand = 'acme'","factor":1.5},
             {"cap":"brand","most":2,"window":8},{"share":"category in 'new'","percent":20},{"exclude":"stock = 0"}]}
            """;

        RuleForm form = RuleForm.Read(JsonDocument.Parse(Rule).RootElement);

        Assert.Equal(
            JsonDocument.Parse(Rule).RootElement.EnumerateObject().ToDictionary(one => one.Name, Compact),
            form.Write().EnumerateObject().ToDictionary(one => one.Name, Compact));
        Assert.Equal(
            [
                "pin p-77 to position 1", "boost brand = 'acme' by 1.5", "at most 2 per brand in 8",
                "20 % for category in 'new'", "exclude stock = 0",
            ],
            form.Actions.Select(action => action.ToString()));
    }

    private static string Compact(JsonProperty one) =>
        JsonSerializer.Serialize(JsonSerializer.Deserialize<JsonElement>(one.Value.GetRawText()));
}
