using System.Globalization;
using Personalization.Storage.Postgres.Connections;
using YamlDotNet.RepresentationModel;

namespace Personalization.IntegrationTests.Deploy;

/// <summary>Defect M18: the processes of a deployment fit the connections of one PostgreSQL server.</summary>
public sealed class ConnectionBudgetTests
{
    /// <summary>The default of <c>max_connections</c>.</summary>
    private const int ServerConnections = 100;

    /// <summary>Reserved by PostgreSQL for its administrator, and left for a backup and a person.</summary>
    private const int Reserved = 3 + 3;

    /// <summary>The connections of membership in every process; an API has no others.</summary>
    private const int Membership = 2;

    [Fact]
    public void Kubernetes_fits_at_its_largest_size_during_a_rollout()
    {
        int silos = Largest("silo") + 1;
        int apis = Largest("api") + 1;
        int silo = Connections(Deployed.KubernetesObject("ConfigMap", "engine").Map("data")) + Membership;

        Assert.InRange((silos * silo) + (apis * Membership), 1, ServerConnections - Reserved);
    }

    [Fact]
    public void Compose_fits_with_five_silos()
    {
        YamlNode services = Yaml.Documents("deploy/docker/compose.yaml")[0].At("services")!;
        int silo = Connections(services.Map("silo", "environment")) + Membership;

        Assert.InRange((5 * silo) + (2 * Membership), 1, ServerConnections - Reserved);
    }

    [Fact]
    public void Three_silos_with_default_settings_fit() => Assert.InRange(
        (3 * (new PostgresStorageOptions().MaxConnections + Membership)) + (4 * Membership),
        1,
        ServerConnections - Reserved);

    private static int Largest(string name) => int.Parse(
        Deployed.KubernetesObject("HorizontalPodAutoscaler", name).Text("spec", "maxReplicas")!,
        CultureInfo.InvariantCulture);

    private static int Connections(IReadOnlyDictionary<string, string> settings) =>
        int.Parse(settings["Personalization__Postgres__MaxConnections"], CultureInfo.InvariantCulture);
}
