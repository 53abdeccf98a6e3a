using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Personalization.Hosting.Settings;

namespace Personalization.Testing;

/// <summary>A certificate authority that exists for one test.</summary>
public sealed class TestAuthority : IDisposable
{
    /// <summary>The life of an issued certificate.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromDays(7);

    private readonly TimeProvider _time;
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 _root;

    /// <summary>Creates an authority.</summary>
    public TestAuthority(string name, TimeProvider time)
    {
        _time = time;
        CertificateRequest request = new($"CN={name}", _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        _root = request.CreateSelfSigned(time.GetUtcNow().AddDays(-1), time.GetUtcNow().AddDays(100));
    }

    /// <summary>Issues a certificate for server and client authentication, with its private key.</summary>
    public X509Certificate2 Issue(string name)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(
            [new Oid("1.3.6.1.5.5.7.3.1"), new Oid("1.3.6.1.5.5.7.3.2")], false));
        SubjectAlternativeNameBuilder names = new();
        names.AddIpAddress(IPAddress.Loopback);
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        DateTimeOffset now = _time.GetUtcNow();
        using X509Certificate2 signed = request.Create(
            _root, now.AddDays(-1), now + Life, RandomNumberGenerator.GetBytes(8));
        return signed.CopyWithPrivateKey(key);
    }

    /// <summary>Issues a certificate and writes it, its key and the authority into a folder.</summary>
    public ClusterTlsSettings Write(string folder, string name)
    {
        using X509Certificate2 issued = Issue(name);
        using ECDsa key = issued.GetECDsaPrivateKey()!;
        ClusterTlsSettings files = new()
        {
            CertificatePath = Path.Combine(folder, "tls.crt"),
            PrivateKeyPath = Path.Combine(folder, "tls.key"),
            AuthorityPath = Path.Combine(folder, "ca.crt"),
        };
        File.WriteAllText(files.AuthorityPath, _root.ExportCertificatePem());
        File.WriteAllText(files.CertificatePath, issued.ExportCertificatePem());
        File.WriteAllText(files.PrivateKeyPath, key.ExportPkcs8PrivateKeyPem());
        return files;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _root.Dispose();
        _key.Dispose();
    }
}
