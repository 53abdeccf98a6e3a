using System.Net;
using Personalization.Import;

namespace Personalization.Tests.Api.Import;

public sealed class ImporterTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ScriptedApi _api = new();
    private readonly ImportTotals _totals = new();

    [Fact]
    public async Task Parallel_senders_keep_the_order_of_each_user()
    {
        await ImportAsync(
            string.Join('\n', Enumerable.Range(0, 400).Select(i => Line($"u{i % 7}", $"i{i}"))), batch: 3, parallel: 5);

        Assert.Equal(400, _totals.Accepted);
        Assert.Equal(7, _api.ItemsOfUser.Count);
        Assert.All(Enumerable.Range(0, 7), user =>
            Assert.Equal(
                Enumerable.Range(0, 400).Where(i => i % 7 == user).Select(i => $"i{i}"), _api.ItemsOfUser[$"u{user}"]));
    }

    [Fact]
    public async Task A_second_import_adds_nothing()
    {
        string text = string.Join('\n', Enumerable.Range(0, 50).Select(i => Line("u", $"i{i}")));
        await ImportAsync(text);
        await ImportAsync(text);

        Assert.Equal((50, 50), (_totals.Accepted, _totals.Duplicates));
        Assert.Equal(50, _api.ItemsOfUser["u"].Count);
    }

    [Fact]
    public async Task Transient_failures_are_retried()
    {
        _api.Failures.Enqueue(() =>
            new HttpResponseMessage(HttpStatusCode.TooManyRequests) { Headers = { RetryAfter = new(TimeSpan.Zero) } });
        _api.Failures.Enqueue(() => new HttpResponseMessage(HttpStatusCode.ServiceUnavailable)
        {
            Headers = { RetryAfter = new(TimeSpan.Zero) }
        });
        _api.Failures.Enqueue(() => throw new HttpRequestException("connection lost"));
        await ImportAsync(Line("u", "i"));

        Assert.Equal((1, 4), (_totals.Accepted, _api.Requests));
    }

    [Fact]
    public async Task A_permanent_failure_ends_the_import_with_the_apis_message()
    {
        _api.Failures.Enqueue(
            () => new HttpResponseMessage(HttpStatusCode.Unauthorized) { Content = new StringContent("Send a key") });
        ImportFailedException failed = await Assert.ThrowsAsync<ImportFailedException>(
            () => ImportAsync(Line("u", "i")));

        Assert.Equal("The API rejected a batch (401): Send a key", failed.Message);
        Assert.Equal(1, _api.Requests);
    }

    [Fact]
    public async Task Rejects_are_written_with_line_number_and_reason()
    {
        await ImportAsync($"{Line("u", "i")}\n{{\n{Line("u", "bad")}\n");

        Assert.Equal((1, 2), (_totals.Accepted, _totals.Rejected));
        string[] rejects = await File.ReadAllLinesAsync(_folder.Of("rejects"), TestContext.Current.CancellationToken);
        Assert.StartsWith("2\tLine 2 is malformed", rejects[0], StringComparison.Ordinal);
        Assert.Equal("3\tno such item", rejects[1]);
    }

    [Fact]
    public async Task An_interrupted_import_resumes_at_its_checkpoint()
    {
        string file = _folder.Write("log", string.Join('\n', Enumerable.Range(0, 10).Select(i => Line("u", $"i{i}"))));
        Checkpoint before = new(_folder.Of("state"), file, "ndjson");
        for (int line = 1; line <= 6; line++)
        {
            before.Begin(line);
        }

        before.End([1, 2, 4, 5]);
        before.Save();
        await RunAsync(file, batch: 100, parallel: 1);

        Assert.Equal(2, before.Done);
        Assert.Equal(Enumerable.Range(2, 8).Select(i => $"i{i}"), _api.ItemsOfUser["u"]);
    }

    [Fact]
    public void A_checkpoint_of_another_file_is_ignored()
    {
        string file = _folder.Write("log", "x");
        Checkpoint first = new(_folder.Of("state"), file, "ndjson");
        first.Begin(1);
        first.End([1]);
        first.Save();

        Assert.Equal(1, new Checkpoint(_folder.Of("state"), file, "ndjson").Done);
        Assert.Equal(0, new Checkpoint(_folder.Of("state"), file, "movielens").Done);
        Assert.Equal(0, new Checkpoint(_folder.Of("state"), _folder.Write("log", "xy"), "ndjson").Done);
    }

    public void Dispose()
    {
        _api.Dispose();
        _folder.Dispose();
    }

    private static string Line(string user, string item) =>
        $$"""{"userId":"{{user}}","type":"view","itemId":"{{item}}"}""";

    private Task ImportAsync(string text, int batch = 10, int parallel = 2) =>
        RunAsync(_folder.Write("log", text), batch, parallel);

    private async Task RunAsync(string file, int batch, int parallel)
    {
        ImportSettings settings = new()
        {
            File = file,
            Format = "ndjson",
            Rejects = _folder.Of("rejects"),
            Checkpoint = _folder.Of("state"),
            Batch = batch,
            Parallel = parallel
        };
        using HttpClient http = new(_api, disposeHandler: false) { BaseAddress = new Uri("http://api") };
        using RejectsFile rejects = new(settings.Rejects, append: false);
        Checkpoint checkpoint = new(settings.Checkpoint, file, settings.Format);
        await new Importer(settings, new ApiSender(http, null, TimeProvider.System), _totals, rejects).RunAsync(
            checkpoint, TestContext.Current.CancellationToken);
        checkpoint.Delete();
    }
}
