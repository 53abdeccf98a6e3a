using CsCheck;
using Personalization.Abstractions.Stores;
using Personalization.Storage.Files;

namespace Personalization.IntegrationTests.Storage;

public sealed class FileModelStoreTests : ModelStoreConformance, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Any_corrupt_byte_of_any_file_is_detected()
    {
        FileModelStore store = new(_folder["models"]);
        await store.WriteAsync("v1", Files(
            ("factors.bin", [.. Enumerable.Range(0, 500).Select(i => (byte)i)]),
            ("manifest.json", "{\"seed\":1}"u8.ToArray())), Token);
        string[] files = Directory.GetFiles(_folder["models/v1"]);
        Assert.Equal(3, files.Length);
        await Gen.Select(Gen.Int[0, 2], Gen.Int[0, 10_000], Gen.Int[1, 255]).SampleAsync(async (file, at, change) =>
        {
            byte[] good = await File.ReadAllBytesAsync(files[file], Token);
            byte[] bad = [.. good];
            bad[at % bad.Length] ^= (byte)change;
            await File.WriteAllBytesAsync(files[file], bad, Token);
            _ = await Assert.ThrowsAsync<InvalidDataException>(() => store.ReadAsync("v1", Token));
            await File.WriteAllBytesAsync(files[file], good, Token);
        }, iter: 200, threads: 1);
        Assert.NotNull(await store.ReadAsync("v1", Token));
    }

    [Fact]
    public async Task A_missing_or_truncated_file_is_detected()
    {
        FileModelStore store = new(_folder["models"]);
        foreach (string file in new[] { "a", "b", "checksums.sha256" })
        {
            await store.WriteAsync("cut", Files(("a", [1, 2, 3]), ("b", [4])), Token);
            await File.WriteAllBytesAsync(_folder[$"models/cut/{file}"], [], Token);
            _ = await Assert.ThrowsAsync<InvalidDataException>(() => store.ReadAsync("cut", Token));
            File.Delete(_folder[$"models/cut/{file}"]);
            _ = await Assert.ThrowsAsync<InvalidDataException>(() => store.ReadAsync("cut", Token));
            await store.DeleteAsync("cut", Token);
        }

        Assert.Empty(await store.ListAsync(Token));
    }

    [Fact]
    public async Task Leftovers_of_a_crash_are_deleted_and_folders_in_use_are_not()
    {
        string root = _folder["models"];
        _ = Directory.CreateDirectory(Path.Combine(root, ".scratch-77-0"));
        await File.WriteAllBytesAsync(Path.Combine(root, ".scratch-77-0", "factors.bin"), [1], Token);
        await File.WriteAllBytesAsync(Path.Combine(root, ".scratch-77-0.lock"), [], Token);
        await File.WriteAllBytesAsync(Path.Combine(root, ".scratch-78-0.lock"), [], Token);
        using (ScratchFolder atWork = ScratchFolder.Reserve(root))
        {
            _ = Directory.CreateDirectory(atWork.Path);
            FileModelStore store = new(root);
            Assert.Empty(await store.ListAsync(Token));
            Assert.Equal([atWork.Path], Directory.GetDirectories(root));
            Assert.Equal([atWork.Path + ".lock"], Directory.GetFiles(root));
        }

        Assert.Empty(Directory.GetFileSystemEntries(root));
    }

    protected override ValueTask<PortSession<IModelStore>> OpenAsync() =>
        new(new PortSession<IModelStore>(new FileModelStore(_folder["models"]), () => ValueTask.CompletedTask));
}
