using YamlDotNet.RepresentationModel;

namespace Personalization.IntegrationTests.Deploy;

/// <summary>An engine process as a deployment starts it.</summary>
/// <param name="Where">The file and the service, for messages.</param>
/// <param name="Program"><c>Silo</c> or <c>Client.Api</c>.</param>
/// <param name="Environment">The environment variables of the image and the deployment, with secrets and variables
/// filled in.</param>
internal sealed record Deployed(string Where, string Program, IReadOnlyDictionary<string, string> Environment)
{
    /// <summary>The value of every secret; long enough for a key.</summary>
    private const string SomeSecret = "a-secret-of-the-operator";

    private const string Compose = "deploy/docker/compose.yaml";
    private static readonly Dictionary<string, string> Programs = new() { ["silo"] = "Silo", ["api"] = "Client.Api" };

    public static IReadOnlyList<Deployed> All { get; } =
    [
        .. Programs.Select(program => OfCompose(program.Key, program.Value)),
        .. Programs.Select(program => OfKubernetes(program.Key, program.Value)),
    ];

    /// <summary>Gets the port of the probes and, for an API, of the clients.</summary>
    public string HttpPort => Environment["ASPNETCORE_URLS"].Split(':')[^1];

    public static string DockerfileOf(string program) => $"deploy/docker/{program}.Dockerfile";

    /// <summary>Gets every object of the Kubernetes manifests in the kustomization.</summary>
    public static IReadOnlyList<YamlNode> KubernetesObjects() =>
        [.. Assert.Single(Yaml.Documents("deploy/kubernetes/kustomization.yaml"))
            .List("resources")
            .SelectMany(file => Yaml.Documents($"deploy/kubernetes/{file}"))];

    public static YamlNode KubernetesObject(string kind, string name) =>
        Assert.Single(
            KubernetesObjects(), found => found.Text("kind") == kind && found.Text("metadata", "name") == name);

    public static YamlNode ContainerOf(string name) =>
        Assert.Single(KubernetesObject("Deployment", name).List("spec", "template", "spec", "containers"));

    private static Deployed OfCompose(string service, string program)
    {
        Dictionary<string, string> environment = new(Dockerfile.Read(DockerfileOf(program)).Environment);
        foreach ((
            string key, string value) in Assert.Single(Yaml.Documents(Compose)).Map("services", service, "environment"))
        {
            environment[key] = value.Contains("${", StringComparison.Ordinal)
                ? $"{SomeSecret}-{value.GetHashCode(StringComparison.Ordinal)}"
                : value;
        }

        return new Deployed($"{Compose}: {service}", program, environment);
    }

    private static Deployed OfKubernetes(string name, string program)
    {
        Dictionary<string, string> environment = new(Dockerfile.Read(DockerfileOf(program)).Environment);
        YamlNode container = ContainerOf(name);
        foreach ((string key, string value) in container.List("envFrom").SelectMany(ValuesOf))
        {
            environment[key] = value;
        }

        foreach (YamlNode variable in container.List("env"))
        {
            environment[variable.Text("name")!] = ValueOf(variable);
        }

        return new Deployed($"deploy/kubernetes: {name}", program, environment);
    }

    private static IReadOnlyDictionary<string, string> ValuesOf(YamlNode from) =>
        from.Text("configMapRef", "name") is { } map ? KubernetesObject("ConfigMap", map).Map("data")
        : KubernetesObject("Secret", from.Text("secretRef", "name")!).Map("stringData");

    private static string ValueOf(YamlNode variable)
    {
        if (variable.Text("value") is { } value)
        {
            return value;
        }

        if (variable.At("valueFrom", "fieldRef") is not null)
        {
            return "10.0.0.1";
        }

        string name = variable.Text("valueFrom", "secretKeyRef", "name")!;
        string key = variable.Text("valueFrom", "secretKeyRef", "key")!;
        Assert.Contains(key, KubernetesObject("Secret", name).Map("stringData").Keys);
        return $"{SomeSecret}-{key}";
    }
}
