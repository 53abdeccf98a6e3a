using System.Globalization;
using System.Text;
using System.Text.Json;
using Personalization.Testing;

namespace Personalization.IntegrationTests.Deploy;

/// <summary>Defect M18: at the worst moment a dashboard shows 0 and not "No data".</summary>
public sealed class DashboardTests
{
    /// <summary>The numbers that are 0 when nothing works, by title.</summary>
    private static readonly string[] Zeroes =
    [
        "Silos", "Scraped processes", "Active users", "Lists per second", "Events per second", "Fresh or cached",
        "Synthetic visitor", "Purchases per list", "Alerts",
    ];

    [Fact]
    public void Numbers_are_zero_when_no_process_answers() => AssertZero(Zeroes, []);

    [Fact]
    public void Shares_are_zero_when_only_fallback_lists_are_served() => AssertZero(
        ["Fresh or cached", "Synthetic visitor"],
        new Dictionary<string, string>
        {
            ["personalization_lists_served_total{kind=\"user\",fallback_level=\"static\"}"] = "0+60x9",
            ["personalization_probe_runs_total{outcome=\"failed\"}"] = "0+3x9",
        });

    [Fact]
    public void A_healthy_share_is_not_zero()
    {
        Dictionary<string, string> healthy = new()
        {
            ["personalization_lists_served_total{kind=\"user\",fallback_level=\"fresh\"}"] = "0+60x9",
        };

        Assert.NotEqual(0, PromtoolRun.Of(TestOf(["Fresh or cached"], healthy)).Code);
    }

    private static void AssertZero(string[] titles, Dictionary<string, string> series)
    {
        (int code, string output) = PromtoolRun.Of(TestOf(titles, series));
        Assert.True(code == 0, output);
    }

    /// <summary>Makes a promtool test that expects 0 for each panel.</summary>
    private static string TestOf(string[] titles, Dictionary<string, string> series)
    {
        Dictionary<string, string> panels = Panels();
        StringBuilder text = new("rule_files: []\ntests:\n  - interval: 1m\n    input_series:\n");
        foreach ((string name, string values) in series)
        {
            _ = text.Append(
                CultureInfo.InvariantCulture, $"      - {{ series: {Quote(name)}, values: {Quote(values)} }}\n");
        }

        _ = text.Append("    promql_expr_test:\n");
        foreach (string title in titles)
        {
            _ = text.Append(CultureInfo.InvariantCulture, $"      - expr: {Quote(panels[title])}\n")
                .Append("        eval_time: 8m\n        exp_samples: [{ labels: '{}', value: 0 }]\n");
        }

        return text.ToString();
    }

    private static string Quote(string text) => JsonSerializer.Serialize(text);

    /// <summary>Gets the query of each panel with one number, by title.</summary>
    private static Dictionary<string, string> Panels() => Directory
        .EnumerateFiles(Path.Combine(Repository.Root, "deploy/grafana/dashboards"), "*.json")
        .SelectMany(file => JsonElement.Parse(File.ReadAllText(file)).GetProperty("panels").EnumerateArray())
        .Where(panel => panel.GetProperty("type").GetString() == "stat")
        .ToDictionary(
            panel => panel.GetProperty("title").GetString()!,
            panel => panel.GetProperty("targets")[0].GetProperty("expr").GetString()!
                .Replace("$__rate_interval", "4m", StringComparison.Ordinal));
}
