using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Personalization.Testing;

namespace Personalization.ClusterTests.Telemetry;

/// <summary>
/// A real Prometheus with the shipped rules. It scrapes every second, and alerts wait one second instead of minutes.
/// </summary>
internal sealed partial class PrometheusServer : IAsyncDisposable
{
    private const string Program = "/usr/bin/prometheus";

    private readonly TempFolder _folder = new();
    private readonly Process _process;
    private readonly HttpClient _http;

    private PrometheusServer(IReadOnlyDictionary<string, IReadOnlyList<Uri>> jobs, string scrapeKey)
    {
        string rules = Directory.CreateDirectory(Path.Combine(_folder.Path, "rules")).FullName;
        foreach (string file in Directory.EnumerateFiles(
            Path.Combine(EngineBuild.Root, "deploy", "prometheus", "rules")))
        {
            File.WriteAllText(
                Path.Combine(rules, Path.GetFileName(file)), Waits().Replace(File.ReadAllText(file), "for: 1s"));
        }

        string config = Path.Combine(_folder.Path, "prometheus.yml");
        File.WriteAllText(config, ConfigOf(jobs, scrapeKey));
        string address = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{LoopbackPort.Free()}");
        _http = new HttpClient { BaseAddress = new Uri($"http://{address}") };
        ProcessStartInfo start = new(Program, [
            $"--config.file={config}",
            $"--storage.tsdb.path={Path.Combine(_folder.Path, "data")}",
            $"--web.listen-address={address}",
            "--log.level=error"
        ]);
        _process = Process.Start(start)!;
        AppDomain.CurrentDomain.ProcessExit += Kill;
    }

    /// <summary>Gets the reason why Prometheus cannot run here; null if it can.</summary>
    public static string? Missing() =>
        File.Exists(Program) ? null : "Prometheus is not installed (tests/run.sh installs it)";

    /// <summary>Starts a server that scrapes these processes.</summary>
    public static async Task<PrometheusServer> StartAsync(
        IReadOnlyDictionary<string, IReadOnlyList<Uri>> jobs, string scrapeKey)
    {
        PrometheusServer server = new(jobs, scrapeKey);
        _ = await Eventually.Async(server.IsReadyAsync, ready => ready);
        return server;
    }

    /// <summary>Gets the current result of a query: one element per series.</summary>
    /// <exception cref="InvalidOperationException">The query is invalid.</exception>
    public async Task<JsonElement[]> QueryAsync(string query)
    {
        JsonElement answer = await GetAsync($"/api/v1/query?query={Uri.EscapeDataString(query)}");
        return answer.GetProperty("status").GetString() == "success"
            ? [.. answer.GetProperty("data").GetProperty("result").EnumerateArray()]
            : throw new InvalidOperationException($"{query}: {answer}");
    }

    /// <summary>Gets the instances for which an alert fires.</summary>
    public async Task<string[]> FiringAsync(string alert) =>
    [
        .. (await GetAsync("/api/v1/alerts")).GetProperty("data").GetProperty("alerts").EnumerateArray()
            .Where(found => found.GetProperty("labels").GetProperty("alertname").GetString() == alert
                && found.GetProperty("state").GetString() == "firing")
            .Select(found => found.GetProperty("labels").TryGetProperty("instance", out JsonElement instance)
                ? instance.GetString()!
                : string.Empty),
    ];

    /// <summary>Gets the number of evaluated rules, and the failed rules with the reason.</summary>
    public async Task<(int Good, string[] Bad)> RulesAsync()
    {
        JsonElement[] rules = [.. (await GetAsync("/api/v1/rules"))
            .GetProperty("data")
            .GetProperty("groups")
            .EnumerateArray()
            .SelectMany(group => group.GetProperty("rules").EnumerateArray())];
        return (
            rules.Count(rule => rule.GetProperty("health").GetString() == "ok"),
            [.. rules.Where(rule => rule.GetProperty("health").GetString() == "err").Select(rule => rule.ToString())]);
    }

    public async ValueTask DisposeAsync()
    {
        AppDomain.CurrentDomain.ProcessExit -= Kill;
        Kill(null, EventArgs.Empty);
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
        _http.Dispose();
        _folder.Dispose();
    }

    private static string ConfigOf(IReadOnlyDictionary<string, IReadOnlyList<Uri>> jobs, string scrapeKey) => $"""
        global: {"{"} scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 1s {"}"}
        rule_files: [rules/*.yml]
        scrape_configs:
        {string.Join('\n', jobs.Select(job => JobOf(job.Key, job.Value, scrapeKey)))}
        """;

    private static string JobOf(string name, IEnumerable<Uri> targets, string scrapeKey) =>
        $"  - {{ job_name: {name}, authorization: {{ credentials: {scrapeKey} }}, "
            + $"static_configs: [{{ targets: [{string.Join(", ", targets.Select(uri => $"\"{uri.Authority}\""))}] }}] "
            + $"}}";

    private void Kill(object? sender, EventArgs args)
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }
    }

    private async Task<bool> IsReadyAsync()
    {
        Assert.False(_process.HasExited, "Prometheus has ended. The console holds the reason.");
        try
        {
            using HttpResponseMessage answer = await _http.GetAsync("/-/ready");
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private async Task<JsonElement> GetAsync(string path)
    {
        using HttpResponseMessage answer = await _http.GetAsync(path);
        using JsonDocument json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return json.RootElement.Clone();
    }

    [GeneratedRegex(@"\bfor: \S+")]
    private static partial Regex Waits();
}
