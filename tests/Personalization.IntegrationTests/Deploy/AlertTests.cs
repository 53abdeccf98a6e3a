using System.Text.RegularExpressions;
using Personalization.Testing;
using YamlDotNet.RepresentationModel;

namespace Personalization.IntegrationTests.Deploy;

/// <summary>Every alert fires on its incident, is silent on a normal day, and has a runbook page.</summary>
public sealed partial class AlertTests
{
    private const string Folder = "deploy/prometheus";
    private static readonly string[] Sections =
    ["## Meaning", "## Impact", "## First look", "## Causes and cures", "## Verify"];

    public static TheoryData<string> Alerts => [.. All().Select(rule => rule.Text("alert")!)];

    [Fact]
    public void Every_failure_mode_has_an_alert() => Assert.Superset(
        new HashSet<string>
        {
            "ReadLatency", "ErrorBudgetBurn", "ListsDegraded", "DeadlineMisses", "ConversionDrop", "EventVolume",
            "ModelOld", "FeedOld", "BreakerOpen", "SiloLost"
        },
        All().Select(rule => rule.Text("alert")!).ToHashSet());

    [Theory]
    [MemberData(nameof(Alerts))]
    public void An_alert_has_a_severity_a_summary_and_a_page(string alert)
    {
        YamlNode rule = All().Single(rule => rule.Text("alert") == alert);
        string page = $"deploy/runbooks/{alert}.md";

        Assert.Contains(rule.Text("labels", "severity"), new[] { "page", "ticket" });
        Assert.NotEmpty(rule.Text("annotations", "summary")!);
        Assert.Equal(page, rule.Text("annotations", "runbook"));
        string text = File.ReadAllText(Path.Combine(Repository.Root, page));
        Assert.StartsWith($"# {alert}\n", text, StringComparison.Ordinal);
        Assert.Equal(Sections, text.Split('\n').Where(line => line.StartsWith("## ", StringComparison.Ordinal)));
        Assert.All(Links().Matches(text), link => Assert.True(
            File.Exists(Path.Combine(Repository.Root, "deploy/runbooks", link.Groups[1].Value)),
            $"{page}: {link.Value}"));
    }

    [Theory]
    [MemberData(nameof(Alerts))]
    public void An_alert_has_a_test_where_it_fires_and_a_test_where_it_stays_silent(string alert)
    {
        IReadOnlyList<YamlNode> tests = Assert.Single(Yaml.Documents($"{Folder}/tests/{alert}.yml")).List("tests");
        List<List<bool>> fired = [.. tests.Select(test => test.List("alert_rule_test")
            .Where(check => check.Text("alertname") == alert)
            .Select(check => check.List("exp_alerts").Count > 0)
            .ToList())];

        Assert.Contains(fired, checks => checks.Contains(true) && !checks[0]);
        Assert.Contains(fired, checks => checks.Count > 1 && !checks.Contains(true));
    }

    [Fact]
    public void No_runbook_page_or_test_is_unused()
    {
        IEnumerable<string> alerts = All().Select(rule => rule.Text("alert")!).Order(StringComparer.Ordinal);

        Assert.Equal(alerts, Names("deploy/runbooks", "*.md"));
        Assert.Equal(alerts, Names($"{Folder}/tests", "*.yml"));
    }

    [Fact]
    public void Prometheus_accepts_the_rules_and_its_configuration()
    {
        AssertSucceeds(["check", "rules", .. Files("rules")]);
        AssertSucceeds("check", "config", "--syntax-only", Path.Combine(Repository.Root, Folder, "prometheus.yml"));
    }

    [Fact]
    public void The_alert_tests_pass() => AssertSucceeds(["test", "rules", .. Files("tests")]);

    private static IReadOnlyList<YamlNode> All() =>
        [.. Assert.Single(Yaml.Documents($"{Folder}/rules/alerts.yml"))
            .List("groups")
            .SelectMany(group => group.List("rules"))];

    private static string[] Files(string folder) =>
    [.. Directory.EnumerateFiles(Path.Combine(Repository.Root, Folder, folder), "*.yml").Order(StringComparer.Ordinal)];

    private static IEnumerable<string?> Names(string folder, string pattern) =>
        Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), pattern)
            .Select(file => Path.GetFileNameWithoutExtension(file))
            .Order(StringComparer.Ordinal);

    private static void AssertSucceeds(params string[] arguments)
    {
        (int code, string output) = PromtoolRun.Of(arguments);
        Assert.True(code == 0, output);
    }

    [GeneratedRegex(@"\]\(([A-Za-z]+\.md)\)")]
    private static partial Regex Links();
}
