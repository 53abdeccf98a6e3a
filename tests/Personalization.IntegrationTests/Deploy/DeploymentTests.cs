using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Personalization.Client.Api.Health;
using Personalization.Hosting.Composition;
using Personalization.Hosting.Health;
using Personalization.Testing;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Personalization.IntegrationTests.Deploy;

/// <summary>The deployment's files agree with each other and with the programs.</summary>
public sealed class DeploymentTests
{
    private static readonly YamlNode Compose = Yaml.Documents("deploy/docker/compose.yaml")[0];
    private static readonly Dictionary<string, string> Programs = new() { ["silo"] = "Silo", ["api"] = "Client.Api" };

    public static TheoryData<string> Names => ["silo", "api"];

    [Fact]
    public void Every_file_is_yaml_and_not_empty()
    {
        Assert.True(Yaml.Files().Count >= 8, $"{Yaml.Files().Count} files");
        Assert.All(Yaml.Files(), file => Assert.All(
            Yaml.Documents(Repository.Name(file)),
            document => Assert.NotEmpty(Assert.IsType<YamlMappingNode>(document).Children)));
    }

    [Fact]
    public void A_duplicate_key_is_detected()
    {
        using StringReader text = new("a: 1\nb: 2\na: 3\n");
        _ = Assert.ThrowsAny<YamlException>(() => new YamlStream().Load(text));
    }

    [Fact]
    public void No_line_of_yaml_shell_or_markdown_is_wider_than_120_columns()
    {
        string[] files = [.. Directory
            .EnumerateFiles(Path.Combine(Repository.Root, "deploy"), "*.*", SearchOption.AllDirectories)
            .Where(file => Path.GetExtension(file) is ".yaml" or ".yml" or ".sh" or ".md")];

        Assert.True(files.Length > 60, $"{files.Length} files");
        Assert.Empty(files.SelectMany(file => File.ReadLines(file)
            .Select((line, index) => (line.Length, Where: $"{Repository.Name(file)}:{index + 1}"))
            .Where(line => line.Length > 120)));
    }

    [Fact]
    public void The_kustomization_names_every_manifest()
    {
        IEnumerable<string> manifests = Yaml.Files()
            .Select(Repository.Name)
            .Where(name => name.StartsWith("deploy/kubernetes/", StringComparison.Ordinal))
            .Select(name => Path.GetFileName(name));
        IEnumerable<string> named = Yaml.Documents("deploy/kubernetes/kustomization.yaml")[0]
            .List("resources")
            .Select(file => file.ToString());

        Assert.Equal(
            manifests.Order(StringComparer.Ordinal), named.Append("kustomization.yaml").Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Probes_use_paths_of_the_program_on_its_http_port(string name)
    {
        YamlNode container = Deployed.ContainerOf(name);
        Dictionary<string, string> ports = PortsOf(container);

        Assert.All(["startupProbe", "livenessProbe", "readinessProbe"], probe =>
        {
            Assert.Contains(container.Text(probe, "httpGet", "path"), HealthPathsOf(Programs[name]));
            Assert.Equal("http", container.Text(probe, "httpGet", "port"));
        });
        Assert.Equal(KubernetesOf(name).HttpPort, ports["http"]);
        Assert.Equal("/health/ready", container.Text("readinessProbe", "httpGet", "path"));
        Assert.Equal("/health/live", container.Text("livenessProbe", "httpGet", "path"));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Ports_are_equal_in_all_files(string name)
    {
        Dockerfile image = Dockerfile.Read(Deployed.DockerfileOf(Programs[name]));
        Dictionary<string, string> ports = PortsOf(Deployed.ContainerOf(name));
        string[] open = [.. Deployed.KubernetesObject("NetworkPolicy", name)
            .List("spec", "ingress")
            .SelectMany(rule => rule.List("ports"))
            .Select(port => port.Text("port")!)];

        Assert.Equal(image.Exposed.Order(StringComparer.Ordinal), ports.Values.Order(StringComparer.Ordinal));
        Assert.Equal(image.Exposed.Order(StringComparer.Ordinal), open.Order(StringComparer.Ordinal));
        Assert.All(
            Deployed.All.Where(deployed => deployed.Program == Programs[name]),
            deployed => Assert.Equal(ports["http"], deployed.HttpPort));
        Assert.All(
            Deployed.KubernetesObject("Service", name).List("spec", "ports"),
            port => Assert.Equal("http", port.Text("targetPort")));
        Assert.Equal(ports["http"], ScrapedPortOf(name));
    }

    [Fact]
    public void Silos_listen_where_silos_and_apis_connect()
    {
        Dictionary<string, string> ports = PortsOf(Deployed.ContainerOf("silo"));
        YamlNode policy = Deployed.KubernetesObject("NetworkPolicy", "silo");

        Assert.All(Deployed.All.Where(deployed => deployed.Program == "Silo"), silo =>
        {
            Assert.Equal((ports["silo"], ports["gateway"]), (
                silo.Environment["Personalization__Cluster__SiloPort"],
                silo.Environment["Personalization__Cluster__GatewayPort"]));
            Assert.NotEqual("127.0.0.1", silo.Environment["Personalization__Cluster__AdvertisedAddress"]);
        });
        Assert.Equal(ports["silo"], PortOpenTo(policy, "silo"));
        Assert.Equal(ports["gateway"], PortOpenTo(policy, "api"));
        Assert.Contains(ports["gateway"], EgressOf("api"));
        Assert.Contains(ports["silo"], EgressOf("silo"));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Processes_have_time_to_drain(string name)
    {
        YamlNode pod = Deployed.KubernetesObject("Deployment", name).At("spec", "template", "spec")!;
        double before = double.Parse(
            Deployed.ContainerOf(name).Text("lifecycle", "preStop", "sleep", "seconds") ?? "0",
            CultureInfo.InvariantCulture);

        Assert.True(double.Parse(
            pod.Text("terminationGracePeriodSeconds")!,
            CultureInfo.InvariantCulture) > EngineHost.DrainTime.TotalSeconds + before);
        Assert.True(double.Parse(
            Compose.Text("services", name, "stop_grace_period")!.TrimEnd('s'),
            CultureInfo.InvariantCulture) > EngineHost.DrainTime.TotalSeconds);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Nothing_runs_as_root_or_writes_beside_tmp(string name)
    {
        YamlNode pod = Deployed.KubernetesObject("Deployment", name).At("spec", "template", "spec")!;
        YamlNode container = Deployed.ContainerOf(name);

        Assert.Equal("true", pod.Text("securityContext", "runAsNonRoot"));
        Assert.Equal("RuntimeDefault", pod.Text("securityContext", "seccompProfile", "type"));
        Assert.Equal("false", pod.Text("automountServiceAccountToken"));
        Assert.Equal("false", container.Text("securityContext", "allowPrivilegeEscalation"));
        Assert.Equal("true", container.Text("securityContext", "readOnlyRootFilesystem"));
        Assert.Equal(
            ["ALL"], container.List("securityContext", "capabilities", "drop").Select(drop => drop.ToString()));
        Assert.Equal("/tmp", Assert.Single(container.List("volumeMounts")).Text("mountPath"));
        Assert.NotNull(Assert.Single(pod.List("volumes")).At("emptyDir"));
        Assert.Equal("true", Compose.Text("services", name, "read_only"));
        Assert.Equal(["ALL"], Compose.List("services", name, "cap_drop").Select(drop => drop.ToString()));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_selector_selects_these_pods(string name)
    {
        const string label = "app.kubernetes.io/name";
        YamlNode deployment = Deployed.KubernetesObject("Deployment", name);

        Assert.Equal(name, deployment.Text("spec", "template", "metadata", "labels", label));
        Assert.Equal(name, deployment.Text("spec", "selector", "matchLabels", label));
        Assert.Equal(name, Deployed.KubernetesObject("Service", name).Text("spec", "selector", label));
        Assert.Equal(
            name,
            Deployed.KubernetesObject("PodDisruptionBudget", name).Text("spec", "selector", "matchLabels", label));
        Assert.Equal(
            name, Deployed.KubernetesObject("NetworkPolicy", name).Text("spec", "podSelector", "matchLabels", label));
        Assert.Equal(
            name, Deployed.KubernetesObject("HorizontalPodAutoscaler", name).Text("spec", "scaleTargetRef", "name"));
        Assert.Null(deployment.At("spec", "replicas"));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Compose_builds_the_image_the_manifests_run(string name)
    {
        string folder = Path.Combine(Repository.Root, "deploy/docker");
        string context = Path.GetFullPath(Path.Combine(folder, Compose.Text("services", name, "build", "context")!));

        Assert.Equal(Repository.Root.TrimEnd('/'), context.TrimEnd('/'));
        Assert.Equal(Deployed.DockerfileOf(Programs[name]), Compose.Text("services", name, "build", "dockerfile"));
        Assert.Equal(Deployed.ContainerOf(name).Text("image"), Compose.Text("services", name, "image"));
        Assert.All(Compose.List("services", "prometheus", "volumes")
            .Select(volume => volume.ToString().Split(':')[0])
            .Where(source => source.StartsWith('.')),
            source => Assert.True(Path.Exists(Path.Combine(folder, source)), $"{source} is not there"));
    }

    private static Deployed KubernetesOf(string name) =>
        Deployed.All.Single(deployed => deployed.Where == $"deploy/kubernetes: {name}");

    private static Dictionary<string, string> PortsOf(YamlNode container) =>
        container.List("ports").ToDictionary(port => port.Text("name")!, port => port.Text("containerPort")!);

    private static string ScrapedPortOf(string name) => Assert.Single(
        Yaml.Documents("deploy/prometheus/prometheus.yml")[0]
            .List("scrape_configs")
            .SelectMany(job => job.List("dns_sd_configs")),
        found => found.List("names").Any(host => host.ToString() == name)).Text("port")!;

    private static string PortOpenTo(YamlNode policy, string name) => Assert.Single(Assert.Single(
        policy.List("spec", "ingress"),
        rule => rule.List("from").Any(from => from.Text(
            "podSelector", "matchLabels", "app.kubernetes.io/name") == name)).List("ports")).Text("port")!;

    private static IEnumerable<string> EgressOf(string name) =>
        Deployed.KubernetesObject("NetworkPolicy", name)
            .List("spec", "egress")
            .SelectMany(rule => rule.List("ports"))
            .Select(port => port.Text("port")!);

    /// <summary>Gets the paths below /health that a program maps.</summary>
    private static string?[] HealthPathsOf(string program)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        _ = builder.Services.AddSingleton<HealthReport>().AddSingleton(TimeProvider.System);
        WebApplication app = builder.Build();
        if (program == "Silo")
        {
            app.MapSiloHealth();
        }
        else
        {
            app.MapHealth();
        }

        string?[] paths = [.. ((IEndpointRouteBuilder)app).DataSources
            .SelectMany(source => source.Endpoints)
            .OfType<RouteEndpoint>()
            .Select(endpoint => endpoint.RoutePattern.RawText)];
        Assert.NotEmpty(paths);
        return paths;
    }
}
