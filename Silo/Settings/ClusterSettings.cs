using System.ComponentModel.DataAnnotations;

namespace Personalization.Silo.Settings;

/// <summary>
/// How the processes of a cluster find each other and how fast they notice that one is gone. The times are chosen together: a
/// silo is declared dead after <see cref="MissedProbes"/> probes of <see cref="ProbeSeconds"/>, its users are back on other silos
/// then, and a call never hangs longer than <see cref="CallTimeoutSeconds"/>.
/// </summary>
public sealed class ClusterSettings
{
    /// <summary>The cluster's name: processes with the same name (on the same store) are one cluster.</summary>
    [RegularExpression("^[A-Za-z0-9][A-Za-z0-9-]{0,62}$")]
    public string ClusterId { get; set; } = "personalization";

    /// <summary>The name under which state is stored; stays when a cluster is replaced by another one on the same store.</summary>
    [RegularExpression("^[A-Za-z0-9][A-Za-z0-9-]{0,62}$")]
    public string ServiceId { get; set; } = "personalization";

    /// <summary>
    /// The address the others reach this silo at: an IP address, a host name, or <c>auto</c> for this machine's first address that is
    /// not loopback. Silos talk without encryption or passwords: never an address strangers can reach.
    /// </summary>
    [StringLength(255, MinimumLength = 1)]
    public string AdvertisedAddress { get; set; } = "127.0.0.1";

    /// <summary>The port silos talk to each other on; 0 takes a free one.</summary>
    [Range(0, 65_535)]
    public int SiloPort { get; set; }

    /// <summary>The port API processes talk to a silo on; 0 takes a free one.</summary>
    [Range(0, 65_535)]
    public int GatewayPort { get; set; }

    /// <summary>How often a silo looks whether its neighbours live, and how long it waits for the answer, seconds.</summary>
    [Range(0.2, 60.0)]
    public double ProbeSeconds { get; set; } = 2;

    /// <summary>So many probes in a row without an answer, and nothing else heard for as long, make a silo suspect.</summary>
    [Range(1, 20)]
    public int MissedProbes { get; set; } = 2;

    /// <summary>So many silos must suspect one before it is declared dead (fewer when fewer are left).</summary>
    [Range(1, 10)]
    public int Votes { get; set; } = 2;

    /// <summary>How often the list of silos is read again although no notice came, seconds.</summary>
    [Range(1.0, 120.0)]
    public double RefreshSeconds { get; set; } = 5;

    /// <summary>How often a silo writes down that it lives, seconds. After three times as long without, a silo that starts does not wait for it any more.</summary>
    [Range(0.5, 120.0)]
    public double AliveSeconds { get; set; } = 1;

    /// <summary>How long a call between processes may take, seconds.</summary>
    [Range(0.5, 120.0)]
    public double CallTimeoutSeconds { get; set; } = 3;

    /// <summary>How often an API process reads which silos it may talk to, seconds.</summary>
    [Range(0.5, 120.0)]
    public double GatewayRefreshSeconds { get; set; } = 2;
}
