using System.ComponentModel.DataAnnotations;

namespace Personalization.Hosting.Settings;

/// <summary>How the processes of a cluster find each other, and how fast they detect a lost silo.</summary>
public sealed class ClusterSettings
{
    /// <summary>The name of the cluster. Processes with the same name on the same store form one cluster.</summary>
    [RegularExpression("^[A-Za-z0-9][A-Za-z0-9-]{0,62}$")]
    public string ClusterId { get; set; } = "personalization";

    /// <summary>The name under which state is stored. Keep it when another cluster takes over the store.</summary>
    [RegularExpression("^[A-Za-z0-9][A-Za-z0-9-]{0,62}$")]
    public string ServiceId { get; set; } = "personalization";

    /// <summary>
    /// The address at which other processes reach this silo: an IP address, a host name, or <c>auto</c> for the first
    /// address that is not loopback. An address outside loopback needs <c>Tls</c>.
    /// </summary>
    [StringLength(255, MinimumLength = 1)]
    public string AdvertisedAddress { get; set; } = "127.0.0.1";

    /// <summary>The files that encrypt and authenticate the traffic between processes.</summary>
    public ClusterTlsSettings Tls { get; set; } = new();

    /// <summary>
    /// True lets silos outside loopback talk without <c>Tls</c>: everybody who reaches their ports can do everything.
    /// Use it in a private network only.
    /// </summary>
    public bool AllowPlaintext { get; set; }

    /// <summary>The port for traffic between silos; 0 takes a free port.</summary>
    [Range(0, 65_535)]
    public int SiloPort { get; set; }

    /// <summary>The port for traffic from API processes; 0 takes a free port.</summary>
    [Range(0, 65_535)]
    public int GatewayPort { get; set; }

    /// <summary>The interval and the time-out of the probes between silos, seconds.</summary>
    [Range(0.2, 60.0)]
    public double ProbeSeconds { get; set; } = 2;

    /// <summary>The number of unanswered probes in a row after which a silo is suspected.</summary>
    [Range(1, 20)]
    public int MissedProbes { get; set; } = 2;

    /// <summary>
    /// The number of silos that must suspect a silo before it is declared dead. Fewer are enough when fewer silos are
    /// left.
    /// </summary>
    [Range(1, 10)]
    public int Votes { get; set; } = 2;

    /// <summary>How often a silo reads the membership table without a notice, seconds.</summary>
    [Range(1.0, 120.0)]
    public double RefreshSeconds { get; set; } = 5;

    /// <summary>
    /// How often a silo writes its sign of life, seconds. A starting silo ignores silos whose sign is three intervals
    /// old.
    /// </summary>
    [Range(0.5, 120.0)]
    public double AliveSeconds { get; set; } = 1;

    /// <summary>The time-out of a call between processes, seconds.</summary>
    [Range(0.5, 120.0)]
    public double CallTimeoutSeconds { get; set; } = 3;

    /// <summary>
    /// The most calls that wait for one grain, for example for one user. Further calls are rejected at once; 0 for no
    /// limit.
    /// </summary>
    [Range(0, 1_000_000)]
    public int MaxWaitingCalls { get; set; } = 1_000;

    /// <summary>
    /// The share of the memory at which a silo deactivates the users that were idle longest, percent of what the
    /// machine or container allows; 0 for never.
    /// </summary>
    [Range(0, 99)]
    public int ShedMemoryPercent { get; set; } = 85;

    /// <summary>
    /// The share of the memory at which a silo rejects calls of API processes, percent; 0 for never. The API then
    /// answers lists from its own copies and events with 503.
    /// </summary>
    [Range(0, 99)]
    public int RejectMemoryPercent { get; set; } = 95;

    /// <summary>How often an API process reads the list of silos, seconds.</summary>
    [Range(0.5, 120.0)]
    public double GatewayRefreshSeconds { get; set; } = 2;
}
