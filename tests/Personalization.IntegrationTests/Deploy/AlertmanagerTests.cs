using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using Personalization.Testing;

namespace Personalization.IntegrationTests.Deploy;

/// <summary>Defect M18: the receivers of the settings get the alerts, through a real Alertmanager.</summary>
public sealed class AlertmanagerTests : IDisposable
{
    private const string Program = "/usr/bin/prometheus-alertmanager";
    private const string Alert = """
        [{
          "labels": { "alertname": "StoreDamaged", "severity": "page", "instance": "node-1" },
          "annotations": { "summary": "s" }
        }]
        """;

    private static readonly string Script = Path.Combine(Repository.Root, "deploy/monitoring/alertmanager.sh");

    private readonly TempFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Configuration => Path.Combine(_folder.Path, "alertmanager.yml");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Without_a_receiver_it_does_not_start()
    {
        (int code, string errors) = Run([], "/bin/true");

        Assert.Equal(1, code);
        Assert.Contains("ALERT_WEBHOOK_URL", errors, StringComparison.Ordinal);
        Assert.NotEqual(0, Run(new() { ["ALERT_EMAIL_TO"] = "ops@shop.example" }, "/bin/true").Code);
    }

    [Fact]
    public void The_configuration_is_valid_for_every_receiver()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/amtool"), "amtool is missing (tests/run.sh installs it)");
        Dictionary<string, string> mail = new()
        {
            ["ALERT_EMAIL_TO"] = "ops@shop.example",
            ["ALERT_EMAIL_FROM"] = "engine@shop.example",
            ["SMTP_SMARTHOST"] = "mail.example:587",
            ["SMTP_USERNAME"] = "engine",
            ["SMTP_PASSWORD"] = "it's: a #secret",
        };
        Dictionary<string, string> hook = new() { ["ALERT_WEBHOOK_URL"] = "https://hooks.example/a?b=c&d=e" };

        Assert.All(
            new[] { mail, hook, mail.Concat(hook).ToDictionary() },
            receivers =>
            {
                Assert.Equal(0, Run(receivers, "/bin/true").Code);
                using Process check = Process.Start("/usr/bin/amtool", ["check-config", Configuration]);
                check.WaitForExit();
                Assert.Equal(0, check.ExitCode);
            });
        Assert.Contains("it''s: a #secret", File.ReadAllText(Configuration), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_alert_reaches_the_webhook()
    {
        Assert.SkipUnless(File.Exists(Program), "Alertmanager is missing (tests/run.sh installs it)");
        string hook = $"http://127.0.0.1:{LoopbackPort.Free().ToString(CultureInfo.InvariantCulture)}/";
        string api = $"127.0.0.1:{LoopbackPort.Free().ToString(CultureInfo.InvariantCulture)}";
        using HttpListener listener = new();
        listener.Prefixes.Add(hook);
        listener.Start();
        using Process alertmanager = Start(
            new() { ["ALERT_WEBHOOK_URL"] = hook },
            Program,
            $"--storage.path={_folder.Path}/data",
            $"--web.listen-address={api}");
        try
        {
            Task<HttpListenerContext> called = listener.GetContextAsync();
            await PostAsync(new Uri($"http://{api}/api/v2/alerts"), alertmanager);
            HttpListenerContext call = await called.WaitAsync(TimeSpan.FromMinutes(2), TimeProvider.System, Token);
            using StreamReader body = new(call.Request.InputStream);
            Assert.Contains("StoreDamaged", await body.ReadToEndAsync(Token), StringComparison.Ordinal);
            call.Response.Close();
        }
        finally
        {
            alertmanager.Kill();
        }
    }

    private static async Task PostAsync(Uri api, Process alertmanager)
    {
        using HttpClient http = new();
        while (!alertmanager.HasExited)
        {
            try
            {
                using StringContent alert = new(Alert, Encoding.UTF8, "application/json");
                using HttpResponseMessage answer = await http.PostAsync(api, alert, Token);
                Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
                return;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, Token);
            }
        }

        Assert.Fail($"Alertmanager ended with code {alertmanager.ExitCode}.");
    }

    private (int Code, string Errors) Run(Dictionary<string, string> receivers, string program)
    {
        using Process process = Start(receivers, program);
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, errors);
    }

    private Process Start(Dictionary<string, string> receivers, string program, params string[] args)
    {
        ProcessStartInfo start = new("/bin/sh", [Script, .. args]) { RedirectStandardError = true };
        start.Environment["ALERT_CONFIG"] = Configuration;
        start.Environment["ALERTMANAGER"] = program;
        foreach ((string name, string value) in receivers)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }
}
