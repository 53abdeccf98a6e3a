using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Personalization.Abstractions.Models;
using Personalization.Grains.Serving;
using Personalization.Storage.Files;
using Personalization.Testing;

namespace Personalization.Tests.Grains;

/// <summary>H4: a damaged model falls back by itself.</summary>
public sealed class ModelLoaderTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly FileModelStore _store;
    private readonly FakeTimeProvider _time = new();
    private readonly ModelLoader _loader;

    public ModelLoaderTests()
    {
        _store = new FileModelStore(_folder.Path);
        _loader = new ModelLoader(_store, _time, NullLogger.Instance);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task H4_the_order_is_live_then_previous_then_the_newest_that_passed()
    {
        ModelCatalog versions = await StoreAsync("passed", "previous", "live");
        Assert.Equal("live", await BestAsync(versions));
        Damage("live");
        Assert.Equal("previous", await BestAsync(versions));
        Damage("previous");
        Assert.Equal("passed", await BestAsync(versions));
        Damage("passed");
        Assert.Null(await BestAsync(versions));
    }

    [Fact]
    public async Task Refused_and_withdrawn_versions_never_serve_and_no_live_version_means_none()
    {
        ModelCatalog versions = await StoreAsync("refused", "live");
        versions = versions with
        {
            Previous = null,
            Versions =
            [
                .. versions.Versions.Select(version => version.Version == "refused"
                    ? version with { Status = ModelVersionStatus.RolledBack }
                    : version),
            ],
        };
        Assert.Null(await BestAsync(versions with { Live = null }));
        Damage("live");
        Assert.Null(await BestAsync(versions));
    }

    [Fact]
    public async Task A_repaired_version_serves_again_after_a_pause()
    {
        ModelCatalog versions = await StoreAsync("previous", "live");
        byte[] intact = await File.ReadAllBytesAsync(FileOf("live"), Stop);
        Damage("live");
        Assert.Equal("previous", await BestAsync(versions));
        await File.WriteAllBytesAsync(FileOf("live"), intact, Stop);
        Assert.Equal("previous", await BestAsync(versions));
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("live", await BestAsync(versions));
    }

    [Fact]
    public async Task A_store_that_does_not_answer_is_asked_again_before_another_version_serves()
    {
        ModelCatalog versions = await StoreAsync("previous", "live");
        File.Delete(FileOf("live"));
        _ = Directory.CreateDirectory(FileOf("live"));
        for (int i = 0; i < 2; i++)
        {
            _ = await Assert.ThrowsAnyAsync<Exception>(() => BestAsync(versions));
        }

        Assert.Equal("previous", await BestAsync(versions));
    }

    private async Task<string?> BestAsync(ModelCatalog versions) =>
        (await _loader.LoadBestAsync(versions, _ => null, Stop))?.Version;

    /// <summary>Stores versions, oldest first. The last is live and the one before is the previous one.</summary>
    private async Task<ModelCatalog> StoreAsync(params string[] names)
    {
        foreach (string name in names)
        {
            await _store.WriteAsync(name, TinyWorld.FilesOf(name), Stop);
        }

        return TinyWorld.Catalog(
            names[^1], [.. names.Reverse().Select(name => (name, ModelVersionStatus.Candidate))]) with
        {
            Previous = names[^2],
        };
    }

    private void Damage(string version)
    {
        byte[] bytes = File.ReadAllBytes(FileOf(version));
        bytes[^1] ^= 1;
        File.WriteAllBytes(FileOf(version), bytes);
    }

    private string FileOf(string version) => Path.Combine(_folder.Path, version, "popular.bin");
}
