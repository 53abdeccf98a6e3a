using Personalization.Grains.Serving;
using Personalization.Hosting.Settings;

namespace Personalization.Hosting.Composition;

/// <summary>
/// Renews the silo's lease by reading its own row of the membership table: who is still a member there has lost no user to another silo. The lease is
/// half as long as the silence after which others declare a silo dead, so one that cannot read the table knows before they do.
/// </summary>
internal sealed class SiloLeaseService(
    SiloLease lease, IMembershipTable membership, ISiloStatusOracle silo, EngineOptions options, TimeProvider time, ILogger<SiloLeaseService> log) : BackgroundService
{
    private const int RenewalsPerLease = 4;

    private readonly TimeSpan _length = TimeSpan.FromSeconds(options.Cluster.ProbeSeconds * options.Cluster.MissedProbes / 2);
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
                log.Log(_failing ? LogLevel.Debug : LogLevel.Warning, error, "The silo's membership could not be confirmed; its lists are not called fresh until it can.");
                _failing = true;
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task RenewAsync(CancellationToken cancellationToken)
    {
        long asked = time.GetTimestamp();
        MembershipTableData found = await membership.ReadRowAsync(silo.SiloAddress, cancellationToken).WaitAsync(_length, time, cancellationToken);
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
