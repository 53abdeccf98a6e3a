using System.Text;
using Personalization.ClusterTests.EndToEnd;
using Personalization.Testing;
using Personalization.Testing.Contract;

namespace Personalization.ClusterTests.Storage;

/// <summary>Defects M5 and M6 in the shipped program on the embedded store.</summary>
public sealed class EmbeddedStoreTests
{
    private const int PageBytes = 4096;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Forgotten_events_leave_the_files_and_overwritten_pages_turn_health_red()
    {
        using TempFolder data = new();
        EngineLaunch launch = new(data.Path);
        await using (EngineProcess engine = await EngineProcess.StartAsync(launch, Token))
        {
            using WireClient client = new(engine);
            EventStream others = new(seed: 1, writer: 0);
            for (int i = 0; i < 200; i++)
            {
                _ = await client.PostUntilStoredAsync(others.Next());
                _ = await client.PostUntilStoredAsync(
                    new WireEvent($"secret-event-{i}", "ann", "view", $"secret-item-{i}"));
            }

            Assert.True(Holds(data.Path, "secret-item"));
            using HttpClient http = ContractHandler.Client(engine.Address);
            using HttpResponseMessage forgotten = await http.DeleteAsync(
                new Uri("/v1/users/ann", UriKind.Relative), Token);
            Assert.True(forgotten.IsSuccessStatusCode);

            _ = await Eventually.Async(
                () => Task.FromResult(Holds(data.Path, "secret-item") || Holds(data.Path, "secret-event")),
                found => !found);
            Assert.True(Holds(data.Path, "item-0-"));
            Assert.Equal(0, await engine.TerminateAsync(TimeSpan.FromSeconds(60)));
        }

        Overwrite(Path.Combine(data.Path, "engine.db"));
        await using EngineProcess damaged = await EngineProcess.StartAsync(
            launch, [EngineBuild.Dll], "/health/live", Token);
        using HttpClient probe = ContractHandler.Client(damaged.Address);
        string health = await Eventually.Async(
            () => TextAsync(probe, "/health/ready"),
            text => text.Contains("is damaged", StringComparison.Ordinal));
        Assert.Contains("\"failing\"", health, StringComparison.Ordinal);
        Assert.Contains(
            "personalization_store_damaged{} 1", await TextAsync(probe, "/metrics"), StringComparison.Ordinal);
    }

    private static async Task<string> TextAsync(HttpClient http, string path)
    {
        using HttpResponseMessage answer = await http.GetAsync(new Uri(path, UriKind.Relative), Token);
        return await answer.Content.ReadAsStringAsync(Token);
    }

    private static bool Holds(string folder, string text) =>
        Directory.EnumerateFiles(folder, "engine.db*").Where(file => !file.EndsWith(".lock", StringComparison.Ordinal))
            .Any(file =>
            {
                using FileStream bytes = new(
                    file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
                using StreamReader reader = new(bytes, Encoding.Latin1);
                return reader.ReadToEnd().Contains(text, StringComparison.Ordinal);
            });

    /// <summary>Overwrites every second page after the roots of the tables.</summary>
    private static void Overwrite(string path)
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.Write);
        byte[] page = new byte[PageBytes];
        new Random(7).NextBytes(page);
        for (long at = 16 * PageBytes; at < file.Length; at += 2 * PageBytes)
        {
            file.Position = at;
            file.Write(page);
        }
    }
}
