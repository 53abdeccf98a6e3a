using System.Diagnostics.Metrics;

namespace Personalization.Grains.Users;

/// <summary>Metrics of the users of a silo.</summary>
public sealed class UserMetrics
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "Personalization.Users";

    private readonly Counter<long> _snapshotFailures;
    private readonly Counter<long> _resumed;

    /// <summary>Makes the instruments.</summary>
    public UserMetrics(IMeterFactory meters)
    {
        Meter meter = meters.Create(MeterName);
        _snapshotFailures = meter.CreateCounter<long>(
            "personalization.user.snapshot_failures", "{snapshot}", "Profile snapshots that could not be written.");
        _resumed = meter.CreateCounter<long>(
            "personalization.user.resumed", "{user}", "Users whose interrupted merge or erasure was completed.");
    }

    /// <summary>Counts a snapshot that could not be written.</summary>
    public void SnapshotFailed() => _snapshotFailures.Add(1);

    /// <summary>Counts a user whose interrupted merge or erasure was completed.</summary>
    public void Resumed() => _resumed.Add(1);
}
