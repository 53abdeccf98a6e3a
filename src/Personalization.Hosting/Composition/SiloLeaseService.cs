using Personalization.Grains.Serving;
using Personalization.Hosting.Settings;

namespace Personalization.Hosting.Composition;

/// <summary>Renews the silo's lease by reading the silo's own row of the membership table.</summary>
/// <remarks>
/// An active row proves that no user was moved to another silo. The lease is half as long as the silence after which
/// others declare a silo dead. A silo that cannot read the table therefore loses its lease before the others act.
/// </remarks>
internal sealed class SiloLeaseService(
    SiloLease lease,
    IMembershipTable membership,
    ISiloStatusOracle silo,
    EngineOptions options,
    TimeProvider time,
    ILogger<SiloLeaseService> log) : BackgroundService
{
    private const int RenewalsPerLease = 4;

    private readonly TimeSpan _length = TimeSpan.FromSeconds(
        options.Cluster.ProbeSeconds * options.Cluster.MissedProbes / 2);
    private bool _failing;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        lease.Renew(time.GetTimestamp(), _length); // it has just joined
        using PeriodicTimer timer = new(_length / RenewalsPerLease, time);
        do
        {
            try
            {
                await RenewAsync(stoppingToken);
                _failing = false;
            }
            catch (Exception error) when (!stoppingToken.IsCancellationRequested)
            {
                log.Log(
                    _failing ? LogLevel.Debug : LogLevel.Warning,
                    error,
                    "Failed to confirm the silo's membership; its lists are not marked fresh until that succeeds.");
                _failing = true;
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task RenewAsync(CancellationToken cancellationToken)
    {
        long asked = time.GetTimestamp();
        MembershipTableData found = await membership.ReadRowAsync(
            silo.SiloAddress, cancellationToken).WaitAsync(_length, time, cancellationToken);
        if (found.Members is [{ Item1.Status: SiloStatus.Active }])
        {
            lease.Renew(asked, _length);
        }
        else
        {
            lease.End();
        }
    }
}
