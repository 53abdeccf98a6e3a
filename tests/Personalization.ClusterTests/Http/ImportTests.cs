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

    private Task<int> RunAsync(string file) => ImportCommand.RunAsync(
        [file, "--format", "retailrocket", "--url", engine.Url.ToString(), "--batch", "37", "--parallel", "3"]);
}
