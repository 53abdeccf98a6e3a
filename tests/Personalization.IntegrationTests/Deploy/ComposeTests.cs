using System.Diagnostics;
using Personalization.Testing;
using YamlDotNet.RepresentationModel;

namespace Personalization.IntegrationTests.Deploy;

/// <summary>Defect M18: every version of compose accepts the file, and alerts have a receiver.</summary>
public sealed class ComposeTests
{
    private const string File = "deploy/docker/compose.yaml";
    private const string Program = "/usr/bin/docker-compose";

    private static readonly YamlNode Compose = Yaml.Documents(File)[0];

    [Fact]
    public void It_has_no_part_that_older_versions_refuse()
    {
        Assert.Null(Compose.At("secrets"));
        Assert.Null(Compose.At("name"));
    }

    [Fact]
    public void Prometheus_sends_alerts_to_Alertmanager()
    {
        Assert.NotNull(Compose.At("services", "alertmanager"));
        YamlNode prometheus = Assert.Single(Yaml.Documents("deploy/prometheus/prometheus.yml"));

        Assert.Equal(
            "alertmanager:9093",
            Assert.Single(Assert.Single(Assert.Single(prometheus.List("alerting", "alertmanagers"))
                .List("static_configs")).List("targets")).ToString());
    }

    [Fact]
    public void Docker_compose_accepts_it()
    {
        Assert.SkipUnless(System.IO.File.Exists(Program), "docker-compose is missing (tests/run.sh installs it)");
        ProcessStartInfo start = new(Program, ["--file", Path.Combine(Repository.Root, File), "config", "--quiet"])
        {
            RedirectStandardError = true,
        };
        foreach (string line in System.IO.File.ReadLines(
            Path.Combine(Repository.Root, "deploy/docker/.env.example")).Where(line => line.EndsWith('=')))
        {
            start.Environment[line.TrimEnd('=')] = "a-value-of-the-operator";
        }

        using Process process = Process.Start(start)!;
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, errors);
    }
}
