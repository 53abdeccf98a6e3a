using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Orleans.Connections.Security;
using Personalization.Hosting.Settings;

namespace Personalization.Hosting.Composition;

/// <summary>
/// Encrypts the connections between the processes of a cluster. Both ends must show a certificate of the cluster's
/// authority.
/// </summary>
/// <remarks>
/// The files are compared once a second at most, when a connection opens. While a changed file cannot be read, the last
/// certificate stays in use. Safe for concurrent use.
/// </remarks>
internal sealed class ClusterCertificate
{
    private static readonly TimeSpan CheckEvery = TimeSpan.FromSeconds(1);

    private readonly ClusterTlsSettings _settings;
    private readonly TimeProvider _time;
    private volatile Loaded _loaded;
    private long _checkedAt;

    /// <summary>Reads the files.</summary>
    /// <exception cref="SettingsRefusedException">A file cannot be read, or key and certificate differ.</exception>
    public ClusterCertificate(ClusterTlsSettings settings, TimeProvider time)
    {
        (_settings, _time) = (settings, time);
        _checkedAt = time.GetTimestamp();
        try
        {
            _loaded = Load();
        }
        catch (Exception error) when (IsUnreadable(error))
        {
            throw new SettingsRefusedException(
                [$"{EngineOptions.Section}:Cluster:Tls has files that cannot be used: {error.Message}"]);
        }
    }

    /// <summary>The present certificate with its private key.</summary>
    public X509Certificate2 Current => Latest().Certificate;

    /// <summary>Encrypts the connections of a silo.</summary>
    public void Use(ISiloBuilder silo) => silo.UseTls(Configure);

    /// <summary>Encrypts the connections of a process without a silo.</summary>
    public void Use(IClientBuilder client) => client.UseTls(Configure);

    /// <summary>Whether a certificate was issued by the cluster's authority and is valid now.</summary>
    public bool IsTrusted(X509Certificate2? remote)
    {
        if (remote is null)
        {
            return false;
        }

        using X509Chain chain = new();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(Latest().Authorities);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.VerificationTime = _time.GetUtcNow().UtcDateTime;
        return chain.Build(remote);
    }

    private static bool IsUnreadable(Exception error) =>
        error is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException;

    private void Configure(TlsOptions options)
    {
        options.LocalCertificate = Current;
        options.LocalServerCertificateSelector = (_, _) => Current;
        options.LocalClientCertificateSelector = (_, _, _, _, _) => Current;
        options.RemoteCertificateMode = RemoteCertificateMode.RequireCertificate;
        options.ClientCertificateMode = RemoteCertificateMode.RequireCertificate;
        options.RemoteCertificateValidation = (remote, _, _) => IsTrusted(remote);
    }

    private Loaded Latest()
    {
        long checkedAt = Volatile.Read(ref _checkedAt);
        if (_time.GetElapsedTime(checkedAt) >= CheckEvery
            && Interlocked.CompareExchange(ref _checkedAt, _time.GetTimestamp(), checkedAt) == checkedAt)
        {
            try
            {
                _loaded = StampOf() == _loaded.Stamp ? _loaded : Load();
            }
            catch (Exception error) when (IsUnreadable(error))
            {
                // A file is being replaced. The next connection tries again.
            }
        }

        return _loaded;
    }

    private string StampOf() => string.Join('|', _settings.Files.Select(
        path => $"{File.GetLastWriteTimeUtc(path).Ticks}:{new FileInfo(path).Length}"));

    private Loaded Load()
    {
        string stamp = StampOf(); // before the files: a later change is noticed
        X509Certificate2Collection authorities = [];
        authorities.ImportFromPemFile(_settings.AuthorityPath!);
        return authorities.Count == 0
            ? throw new CryptographicException($"'{_settings.AuthorityPath}' has no certificate.")
            : new Loaded(
                X509Certificate2.CreateFromPemFile(_settings.CertificatePath!, _settings.PrivateKeyPath!),
                authorities,
                stamp);
    }

    private sealed record Loaded(X509Certificate2 Certificate, X509Certificate2Collection Authorities, string Stamp);
}
