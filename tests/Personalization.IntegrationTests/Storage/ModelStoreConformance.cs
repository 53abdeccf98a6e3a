using System.Text;
using CsCheck;
using Personalization.Abstractions.Stores;

namespace Personalization.IntegrationTests.Storage;

/// <summary>
/// Conformance tests for model stores. The test class of a backend derives from it and opens the store.
/// </summary>
public abstract class ModelStoreConformance
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Opens the store of this test: empty at first, later with the versions written before.</summary>
    protected abstract ValueTask<PortSession<IModelStore>> OpenAsync();

    [Fact]
    public async Task A_version_is_preserved_across_reopening()
    {
        byte[] big = [.. Enumerable.Range(0, 3_000_000).Select(i => (byte)(i * 31))];
        await using (PortSession<IModelStore> session = await OpenAsync())
        {
            Assert.Null(await session.Port.ReadAsync("v-1", Token));
            await session.Port.WriteAsync(
                "v-1", Files(("factors.bin", big), ("empty", []), ("a.b-c.json", "{}"u8.ToArray())), Token);
        }

        await using PortSession<IModelStore> again = await OpenAsync();
        Assert.Equal(["v-1"], await again.Port.ListAsync(Token));
        IReadOnlyDictionary<string, ReadOnlyMemory<byte>>? read = await again.Port.ReadAsync("v-1", Token);
        Assert.Equal(["a.b-c.json", "empty", "factors.bin"], read!.Keys.Order(StringComparer.Ordinal));
        Assert.True(read["factors.bin"].Span.SequenceEqual(big));
        Assert.Equal("{}", Encoding.UTF8.GetString(read["a.b-c.json"].Span));
        Assert.Equal(0, read["empty"].Length);
    }

    [Fact]
    public async Task A_version_is_immutable()
    {
        await using PortSession<IModelStore> session = await OpenAsync();
        await session.Port.WriteAsync("v1", Files(("a", [1])), Token);
        _ = await Assert.ThrowsAsync<IOException>(
            () => session.Port.WriteAsync("v1", Files(("a", [2]), ("b", [3])), Token));
        Assert.Equal([1], (await session.Port.ReadAsync("v1", Token))!["a"].ToArray());
    }

    [Fact]
    public async Task Exactly_one_of_many_writers_of_a_version_succeeds()
    {
        await using PortSession<IModelStore> session = await OpenAsync();
        bool[] won = await Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Task.Run(async () =>
        {
            try
            {
                await session.Port.WriteAsync("v1", Files(("a", [(byte)writer]), ("b", [(byte)writer])), Token);
                return true;
            }
            catch (IOException)
            {
                return false;
            }
        })));
        byte winner = (byte)Assert.Single(Enumerable.Range(0, 8), writer => won[writer]);
        IReadOnlyDictionary<string, ReadOnlyMemory<byte>>? read = await session.Port.ReadAsync("v1", Token);
        Assert.Equal((winner, winner), (read!["a"].Span[0], read["b"].Span[0]));
        Assert.Equal(["v1"], await session.Port.ListAsync(Token));
    }

    [Theory]
    [InlineData("")]
    [InlineData("..")]
    [InlineData("../v1")]
    [InlineData("/tmp/v1")]
    [InlineData("V1")]
    [InlineData("v1\0")]
    [InlineData("v.1")]
    public async Task Unsafe_version_names_are_rejected(string version)
    {
        await using PortSession<IModelStore> session = await OpenAsync();
        await Assert.ThrowsAnyAsync<ArgumentException>(
            () => session.Port.WriteAsync(version, Files(("a", [1])), Token));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => session.Port.ReadAsync(version, Token));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => session.Port.DeleteAsync(version, Token));
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("../a")]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData(".hidden")]
    [InlineData("A")]
    public async Task Unsafe_file_names_are_rejected(string file)
    {
        await using PortSession<IModelStore> session = await OpenAsync();
        await Assert.ThrowsAnyAsync<ArgumentException>(() => session.Port.WriteAsync("v1", Files((file, [1])), Token));
        Assert.Empty(await session.Port.ListAsync(Token));
    }

    [Fact]
    public async Task A_cancelled_write_leaves_no_visible_version()
    {
        await using PortSession<IModelStore> session = await OpenAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => session.Port.WriteAsync("v1", Files(("a", [1])), new CancellationToken(canceled: true)));
        Assert.Empty(await session.Port.ListAsync(Token));
        Assert.Null(await session.Port.ReadAsync("v1", Token));
        await session.Port.WriteAsync("v1", Files(("a", [1])), Token);
    }

    [Fact]
    public async Task Generated_operations_do_what_the_model_does()
    {
        await using PortSession<IModelStore> session = await OpenAsync();
        Gen<(int Kind, int Version, byte[] Content)[]> operations = Gen.Select(
            Gen.Int[0, 3], Gen.Int[0, 3], Gen.Byte.Array[0, 50]).Array[1, 12];
        Dictionary<string, byte[]> model = [];
        await operations.SampleAsync(async sequence =>
        {
            foreach ((int kind, int number, byte[] content) in sequence)
            {
                string version = $"v{number}";
                if (kind == 0)
                {
                    await session.Port.DeleteAsync(version, Token);
                    _ = model.Remove(version);
                }
                else if (kind == 1 && model.TryAdd(version, content))
                {
                    await session.Port.WriteAsync(
                        version, Files(("a", content), ("b.bin", [.. content.Reverse()])), Token);
                }

                IReadOnlyDictionary<string, ReadOnlyMemory<byte>>? read = await session.Port.ReadAsync(version, Token);
                Assert.Equal(model.GetValueOrDefault(version), read?["a"].ToArray());
                Assert.Equal(model.GetValueOrDefault(version)?.Reverse(), read?["b.bin"].ToArray());
                Assert.Equal(model.Keys.Order(StringComparer.Ordinal), await session.Port.ListAsync(Token));
            }
        }, iter: 30, threads: 1);
    }

    /// <summary>Creates files by name.</summary>
    protected static IReadOnlyDictionary<string, ReadOnlyMemory<byte>> Files(
        params (string Name, byte[] Content)[] files) =>
        files.ToDictionary(file => file.Name, file => (ReadOnlyMemory<byte>)file.Content, StringComparer.Ordinal);
}
