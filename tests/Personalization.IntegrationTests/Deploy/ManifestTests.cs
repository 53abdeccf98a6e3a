using System.Diagnostics;
using k8s;
using k8s.Models;
using Personalization.Testing;
using YamlDotNet.RepresentationModel;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Personalization.IntegrationTests.Deploy;

/// <summary>
/// Every manifest has only fields that Kubernetes knows; checked offline by the types of the official client.
/// </summary>
public sealed class ManifestTests
{
    private static readonly string[] Folders = ["kubernetes", "azure", "monitoring"];

    private static readonly IDeserializer Operator = new DeserializerBuilder()
        .WithNamingConvention(CamelCaseNamingConvention.Instance).Build();

    public static TheoryData<string> Files =>
    [
        .. Folders.SelectMany(folder => Directory.EnumerateFiles(
            Path.Combine(Repository.Root, "deploy", folder), "*.yaml"))
            .Select(Repository.Name)
            .Where(name => !name.EndsWith("kustomization.yaml", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(Files))]
    public void A_manifest_has_only_known_fields(string file)
    {
        int objects = 0;
        foreach (string document in Documents(File.ReadAllText(Path.Combine(Repository.Root, file))))
        {
            Check(document);
            objects++;
        }

        Assert.Equal(Yaml.Documents(file).Count, objects);
    }

    [Theory]
    [InlineData("apiVersion: v1\nkind: Service\nmetadata: { name: a }\nspec: { port: 80 }\n")]
    [InlineData("apiVersion: v1\nkind: Sevrice\nmetadata: { name: a }\n")]
    [InlineData("apiVersion: monitoring.coreos.com/v1\nkind: PodMonitor\nspec: { selektor: {} }\n")]
    public void An_unknown_field_or_kind_is_detected(string document) =>
        Assert.ThrowsAny<Exception>(() => Check(document));

    [Fact]
    public void The_rules_of_the_operator_are_those_of_Prometheus()
    {
        string printed = Output("/bin/sh", Path.Combine(Repository.Root, "deploy/monitoring/prometheus-rule.sh"));
        Check(printed);
        YamlStream rule = [];
        rule.Load(new StringReader(printed));
        IEnumerable<string> expected = new[] { "recordings", "alerts" }.SelectMany(name =>
            Assert.Single(Yaml.Documents($"deploy/prometheus/rules/{name}.yml")).List("groups"))
            .Select(group => group.ToString());

        Assert.Equal(
            expected,
            Assert.Single(rule.Documents).RootNode.List("spec", "groups").Select(group => group.ToString()));
    }

    [Fact]
    public void Every_manifest_is_named_by_its_kustomization() => Assert.All(Folders, folder =>
    {
        YamlNode kustomization = Assert.Single(Yaml.Documents($"deploy/{folder}/kustomization.yaml"));
        IEnumerable<string> named = kustomization.List("resources").Select(file => file.ToString())
            .Concat(kustomization.List("patches").Select(patch => patch.Text("path")!))
            .Where(file => file.EndsWith(".yaml", StringComparison.Ordinal));

        Assert.Equal(
            Directory.EnumerateFiles(Path.Combine(Repository.Root, "deploy", folder), "*.yaml")
                .Select(file => Path.GetFileName(file))
                .Where(name => name != "kustomization.yaml")
                .Order(StringComparer.Ordinal),
            named.Order(StringComparer.Ordinal));
    });

    private static void Check(string document)
    {
        using StringReader text = new(document);
        YamlStream stream = [];
        stream.Load(text);
        string? kind = stream.Documents[0].RootNode.Text("kind");
        if (kind == "PodMonitor")
        {
            _ = Operator.Deserialize<OperatorObject<PodMonitorSpec>>(document);
        }
        else if (kind == "PrometheusRule")
        {
            _ = Operator.Deserialize<OperatorObject<PrometheusRuleSpec>>(document);
        }
        else
        {
            _ = Assert.Single(KubernetesYaml.LoadAllFromString(document, strict: true));
        }
    }

    private static IEnumerable<string> Documents(string text) =>
        text.Split("\n---\n").Where(document => document.Trim().Length > 0);

    private static string Output(string program, string argument)
    {
        using Process process = Process.Start(
            new ProcessStartInfo(program, [argument]) { RedirectStandardOutput = true })!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return output;
    }

    /// <summary>An object of the Prometheus operator, with the fields that are used here.</summary>
    private sealed class OperatorObject<TSpec>
    {
        public string? ApiVersion { get; set; }

        public string? Kind { get; set; }

        public Dictionary<string, string>? Metadata { get; set; }

        public TSpec? Spec { get; set; }
    }

    private sealed class PodMonitorSpec
    {
        public V1LabelSelector? Selector { get; set; }

        public List<PodMetricsEndpoint>? PodMetricsEndpoints { get; set; }
    }

    private sealed class PodMetricsEndpoint
    {
        public string? Port { get; set; }

        public string? Path { get; set; }

        public string? Interval { get; set; }

        public Dictionary<string, Dictionary<string, string>>? Authorization { get; set; }

        public List<Dictionary<string, string>>? Relabelings { get; set; }
    }

    private sealed class PrometheusRuleSpec
    {
        public List<RuleGroup>? Groups { get; set; }
    }

    private sealed class RuleGroup
    {
        public string? Name { get; set; }

        public List<Rule>? Rules { get; set; }
    }

    private sealed class Rule
    {
        public string? Record { get; set; }

        public string? Alert { get; set; }

        public string? Expr { get; set; }

        public string? For { get; set; }

        public Dictionary<string, string>? Labels { get; set; }

        public Dictionary<string, string>? Annotations { get; set; }
    }
}
