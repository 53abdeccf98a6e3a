using System.IO.Compression;
using Personalization.Client.Api.Import;

namespace Personalization.ClusterTests.Http;

/// <summary>The import with the real API and store.</summary>
public sealed class ImportTests(HttpEngine engine) : IClassFixture<HttpEngine>
{
    [Fact]
    public async Task A_repeated_import_adds_nothing()
    {
        string folder = Directory.CreateTempSubdirectory("import-").FullName;
        try
        {
            string file = Path.Combine(folder, "events.csv");
            IEnumerable<string> lines = Enumerable.Range(
                0, 500).Select(i => $"{1_430_000_000 + i},{i % 13},{i % 40},{(i % 9 == 0 ? "transaction" : "view")}");
            await File.WriteAllLinesAsync(
                file,
                ["timestamp,visitorid,itemid,event", .. lines, "1430000000,1,2,stare"],
                TestContext.Current.CancellationToken);

            Assert.Equal(2, await RunAsync(file));
            Assert.Equal(2, await RunAsync(file));
            HttpAnswer user = await engine.SendAsync("GET", "/v1/users/5");
            Assert.Equal(Enumerable.Range(0, 500).Count(i => i % 13 == 5), user.Number("eventCount"));
            Assert.Equal(
                ["502\tevent must be view, addtocart or transaction but was 'stare'"],
                await File.ReadAllLinesAsync(file + ".rejects", TestContext.Current.CancellationToken));
            Assert.False(File.Exists(file + ".import-checkpoint"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Items_users_and_merges_are_imported_from_compressed_ndjson_and_csv()
    {
        string folder = Directory.CreateTempSubdirectory("import-").FullName;
        try
        {
            string items = Path.Combine(folder, "items.ndjson.gz");
            await using (GZipStream zip = new(File.Create(items), CompressionLevel.Fastest))
            {
                await zip.WriteAsync(
                    """
                    {"id":"im-1","title":"Tent","attributes":{"stars":4.5}}
                    {"id":"im-2","colour":"red"}
                    """u8.ToArray(),
                    TestContext.Current.CancellationToken);
            }

            string users = Path.Combine(folder, "users.csv");
            await File.WriteAllTextAsync(
                users,
                "id,categories,attributes.country,optOut,mergedInto\nim-ann,tents|stoves,DE,,\nim-v,,,,im-ann\n"
                    + "im-x,,,no,\n",
                TestContext.Current.CancellationToken);

            Assert.Equal(2, await RunKindAsync(items, "items"));
            Assert.Equal(2, await RunKindAsync(users, "users"));
            HttpAnswer item = await engine.SendAsync("GET", "/v1/items/im-1");
            HttpAnswer ann = await engine.SendAsync("GET", "/v1/users/im-ann");
            HttpAnswer visitor = await engine.SendAsync("GET", "/v1/users/im-v");
            Assert.Equal(4.5, item.Json.GetProperty("attributes").GetProperty("stars").GetDouble());
            Assert.Equal(
                "DE",
                ann.Json.GetProperty("preferences").GetProperty("attributes").GetProperty("country").GetString());
            Assert.Equal("im-ann", visitor.Json.GetProperty("mergedInto").GetString());
            Assert.StartsWith(
                "2\t'colour' is not a field.",
                await File.ReadAllTextAsync(items + ".rejects", TestContext.Current.CancellationToken),
                StringComparison.Ordinal);
            Assert.Equal(
                ["4\toptOut must be true or false but was 'no'."],
                await File.ReadAllLinesAsync(users + ".rejects", TestContext.Current.CancellationToken));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private Task<int> RunKindAsync(string file, string kind) => ImportCommand.RunAsync(
        [file, "--kind", kind, "--url", engine.Url.ToString()]);

    private Task<int> RunAsync(string file) => ImportCommand.RunAsync(
        [file, "--format", "retailrocket", "--url", engine.Url.ToString(), "--batch", "37", "--parallel", "3"]);
}
