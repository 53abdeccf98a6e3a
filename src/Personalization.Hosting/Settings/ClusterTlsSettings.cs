using System.ComponentModel.DataAnnotations;

namespace Personalization.Hosting.Settings;

/// <summary>
/// The PEM files with which the processes of a cluster prove who they are. All three are set, or none. A changed file
/// is read again for the next connection.
/// </summary>
public sealed class ClusterTlsSettings
{
    /// <summary>The process's certificate, for server and client authentication.</summary>
    [StringLength(4_096, MinimumLength = 1)]
    public string? CertificatePath { get; set; }

    /// <summary>The private key of the certificate.</summary>
    [StringLength(4_096, MinimumLength = 1)]
    public string? PrivateKeyPath { get; set; }

    /// <summary>
    /// The authorities whose certificates are accepted. Use an authority of the cluster only: names are not compared.
    /// </summary>
    [StringLength(4_096, MinimumLength = 1)]
    public string? AuthorityPath { get; set; }

    /// <summary>Whether connections between processes are encrypted.</summary>
    public bool IsOn => CertificatePath is not null && PrivateKeyPath is not null && AuthorityPath is not null;

    /// <summary>Gets the files that are set.</summary>
    internal IEnumerable<string> Files => new[] { CertificatePath, PrivateKeyPath, AuthorityPath }.OfType<string>();
}
