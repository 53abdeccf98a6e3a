using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Personalization.Abstractions.Stores;
using Personalization.Storage.Azure.Connections;
using Personalization.Storage.Azure.Models;

namespace Personalization.IntegrationTests.Storage;

public sealed class AzureModelStoreTests : ModelStoreConformance, IAsyncDisposable
{
    private readonly AzureTestAccount _account = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _account.DisposeAsync();

    [Fact]
    public async Task A_corrupt_or_missing_blob_is_detected()
    {
        AzureStore account = await _account.OpenAsync();
        AzureModelStore store = new(account);
        await store.WriteAsync("v1", Files(("factors.bin", [1, 2, 3]), ("manifest.json", "{}"u8.ToArray())), Token);
        List<string> names = await NamesAsync(account);
        Assert.Equal(3, names.Count);
        foreach (string name in names)
        {
            BlobClient blob = account.Models.GetBlobClient(name);
            BlobDownloadResult good = await blob.DownloadContentAsync(Token);
            byte[] bad = good.Content.ToArray();
            bad[^2] ^= 1;
            BlobUploadOptions same = new() { Metadata = good.Details.Metadata };
            _ = await blob.UploadAsync(new BinaryData(bad), same, Token);
            _ = await Assert.ThrowsAsync<InvalidDataException>(() => store.ReadAsync("v1", Token));
            _ = await blob.UploadAsync(good.Content, same, Token);
            Assert.NotNull(await store.ReadAsync("v1", Token));
        }

        _ = await account.Models.DeleteBlobAsync(
            names.Single(name => name.EndsWith("factors.bin", StringComparison.Ordinal)), cancellationToken: Token);
        _ = await Assert.ThrowsAsync<InvalidDataException>(() => store.ReadAsync("v1", Token));
    }

    [Fact]
    public async Task Failed_writers_and_deleted_versions_leave_no_files()
    {
        AzureStore account = await _account.OpenAsync();
        AzureModelStore store = new(account);
        _ = await Task.WhenAll(Enumerable.Range(0, 6).Select(async writer =>
        {
            try
            {
                await store.WriteAsync("v1", Files(("a", [(byte)writer]), ("b", [(byte)writer])), Token);
            }
            catch (IOException)
            {
                return false;
            }

            return true;
        }));
        Assert.Equal(3, (await NamesAsync(account)).Count);
        await store.DeleteAsync("v1", Token);
        Assert.Empty(await NamesAsync(account));
    }

    protected override async ValueTask<PortSession<IModelStore>> OpenAsync() =>
        new(new AzureModelStore(await _account.OpenAsync()), () => ValueTask.CompletedTask);

    private static async Task<List<string>> NamesAsync(AzureStore account)
    {
        List<string> names = [];
        await foreach (BlobItem blob in account.Models.GetBlobsAsync(cancellationToken: Token))
        {
            names.Add(blob.Name);
        }

        return names;
    }
}
