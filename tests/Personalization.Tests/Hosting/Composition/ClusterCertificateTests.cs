using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Time.Testing;
using Personalization.Hosting.Composition;
using Personalization.Hosting.Settings;
using Personalization.Testing;

namespace Personalization.Tests.Hosting.Composition;

public sealed class ClusterCertificateTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly FakeTimeProvider _time = new(TimeProvider.System.GetUtcNow());

    [Fact]
    public void Only_valid_certificates_of_the_clusters_authority_are_trusted()
    {
        using TestAuthority own = new("own", _time);
        using TestAuthority other = new("other", _time);
        ClusterCertificate certificate = new(own.Write(_folder.Path, "silo-1"), _time);
        using X509Certificate2 peer = own.Issue("silo-2");
        using X509Certificate2 stranger = other.Issue("silo-2");

        Assert.True(certificate.IsTrusted(peer));
        Assert.False(certificate.IsTrusted(stranger));
        Assert.False(certificate.IsTrusted(null));
        _time.Advance(TestAuthority.Life + TimeSpan.FromDays(1));
        Assert.False(certificate.IsTrusted(peer));
    }

    [Fact]
    public void A_renewed_certificate_is_used_for_the_next_connection()
    {
        using TestAuthority own = new("own", _time);
        ClusterCertificate certificate = new(own.Write(_folder.Path, "silo-1"), _time);
        string first = certificate.Current.Thumbprint;
        ClusterTlsSettings files = own.Write(_folder.Path, "silo-1-renewed");
        Assert.Equal(first, certificate.Current.Thumbprint);

        _time.Advance(TimeSpan.FromSeconds(1));
        string renewed = certificate.Current.Thumbprint;
        Assert.NotEqual(first, renewed);
        File.WriteAllText(files.CertificatePath!, "half a file");
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(renewed, certificate.Current.Thumbprint);
    }

    [Fact]
    public void Files_that_do_not_fit_are_a_start_error()
    {
        using TestAuthority own = new("own", _time);
        ClusterTlsSettings files = own.Write(_folder.Path, "silo-1");
        using ECDsa other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        File.WriteAllText(files.PrivateKeyPath!, other.ExportPkcs8PrivateKeyPem());

        SettingsRefusedException refused = Assert.Throws<SettingsRefusedException>(
            () => new ClusterCertificate(files, _time));
        Assert.Contains("Personalization:Cluster:Tls", Assert.Single(refused.Problems), StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();
}
