using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Personalization.Hosting.Composition;
using Personalization.Testing;

namespace Personalization.ClusterTests.Cluster;

/// <summary>Defect M11: silos and clients talked without encryption and without proof of who they are.</summary>
public sealed class ClusterTlsTests(ITestOutputHelper output)
{
    /// <summary>The time in which a client that is not refused has connected many times over.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task M11_a_silo_accepts_clients_with_a_certificate_of_its_authority_only()
    {
        using TempFolder own = new();
        using TempFolder foreign = new();
        using TestAuthority authority = new("cluster", TimeProvider.System);
        using TestAuthority stranger = new("stranger", TimeProvider.System);
        ClusterCertificate ofCluster = new(authority.Write(own.Path, "silo"), TimeProvider.System);
        ClusterCertificate ofStranger = new(stranger.Write(foreign.Path, "client"), TimeProvider.System);
        int gateway = LoopbackPort.Free();
        using IHost silo = Silo(gateway, ofCluster);
        await silo.StartAsync(Stop);

        using IHost client = Client(gateway, ofCluster);
        await client.StartAsync(Stop);
        IManagementGrain management = client.Services.GetRequiredService<IGrainFactory>().GetGrain<IManagementGrain>(0);
        Assert.Single(await management.GetHosts(onlyActive: true, Stop));
        await client.StopAsync(Stop);

        output.WriteLine("a client of the authority is connected");
        using IHost plain = Client(gateway, null);
        await AssertRefusedAsync(plain);
        output.WriteLine("a plaintext client is refused");
        using IHost wrong = Client(gateway, ofStranger);
        await AssertRefusedAsync(wrong);
        output.WriteLine("a stranger is refused");

        // The silo is unharmed, and a renewed certificate of the same authority is accepted.
        ClusterCertificate renewed = new(authority.Write(own.Path, "renewed"), TimeProvider.System);
        using IHost again = Client(gateway, renewed);
        await again.StartAsync(Stop);
        await again.StopAsync(Stop);
        await silo.StopAsync(Stop);
    }

    /// <summary>A refused client fails or tries again until it is stopped. It never connects.</summary>
    private static async Task AssertRefusedAsync(IHost client)
    {
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        patience.CancelAfter(Patience);
        Task started = client.StartAsync(patience.Token);
        Task first = await Task.WhenAny(started, Task.Delay(Patience * 2, TimeProvider.System, Stop));
        Assert.False(started.IsCompletedSuccessfully);
        Assert.True(first == started || !started.IsCompleted);
    }

    private static IHost Silo(int gateway, ClusterCertificate certificate)
    {
        HostApplicationBuilder builder = Host.CreateApplicationBuilder();
        _ = builder.Logging.ClearProviders();
        return builder.UseOrleans(silo =>
        {
            _ = silo.UseLocalhostClustering(LoopbackPort.Free(), gateway);
            certificate.Use(silo);
        }).Build();
    }

    private static IHost Client(int gateway, ClusterCertificate? certificate)
    {
        HostApplicationBuilder builder = Host.CreateApplicationBuilder();
        _ = builder.Logging.ClearProviders();
        return builder.UseOrleansClient(client =>
        {
            _ = client.UseLocalhostClustering(gateway);
            certificate?.Use(client);
        }).Build();
    }
}
