using System.Text.Json;
using Personalization.Client;
using Personalization.Client.Webhooks;
using Personalization.ClusterTests.Http;
using Personalization.Testing;
using Personalization.Testing.Upstream;

namespace Personalization.ClusterTests.Webhooks;

/// <summary>Webhooks of the whole engine, with a receiver on a real socket.</summary>
public sealed class WebhookTests : IAsyncLifetime
{
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private static readonly string[] Fast =
    [
        "--Personalization:Webhooks:AllowPrivateAddresses=true",
        "--Personalization:Webhooks:FirstPauseSeconds=0.01",
        "--Personalization:Resilience:FirstPauseSeconds=0.001",
    ];

    private WebhookReceiver _receiver = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _receiver = await WebhookReceiver.StartAsync();

    public ValueTask DisposeAsync() => _receiver.DisposeAsync();

    [Fact]
    public async Task An_event_arrives_once_with_a_right_signature_after_two_failures()
    {
        _receiver.Status = number => number <= 2 ? 503 : 204;
        await using HttpEngine engine = await StartAsync(Fast);
        WebhooksApi webhooks = new PersonalizationClient(engine.Http).Webhooks;
        NewWebhook made = await webhooks.CreateAsync($"{_receiver.Url}/hook", ["rollout.rolledBack"], Secret, Stop);
        Assert.Equal(Secret, made.Secret);

        string id = await webhooks.TestAsync(made.Webhook.Id, Stop);
        Webhook state = await Eventually.Async(
            () => webhooks.GetAsync(made.Webhook.Id, Stop), view => view.DeliveredAt is not null);

        Assert.Equal((0, "active", 0), (state.Pending, state.State, state.Dropped));
        Assert.Equal([id, id, id], _receiver.Received.Select(request => request.Id));
        Assert.All(_receiver.Received, request => Assert.True(request.IsSignedWith(Secret)));
        JsonElement body = JsonDocument.Parse(_receiver.Received[^1].Body).RootElement;
        Assert.Equal(id, body.GetProperty("id").GetString());
        Assert.Equal("webhook.test", body.GetProperty("type").GetString());
        Assert.Equal("This is a test.", body.GetProperty("data").GetProperty("message").GetString());
        IReadOnlyList<WebhookDelivery> log = await webhooks.GetDeliveriesAsync(made.Webhook.Id, Stop);
        Assert.Equal(
            [(3, 204, null), (2, 503, "the receiver answered 503."), (1, 503, "the receiver answered 503.")],
            log.Select(delivery => (delivery.Attempt, delivery.Status ?? 0, delivery.Error)));
        HttpAnswer list = await engine.SendAsync("GET", "/v1/webhooks");
        Assert.DoesNotContain(Secret, list.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_quarantined_feed_is_reported_and_its_recovery_too()
    {
        await using UpstreamServer upstream = await UpstreamServer.StartAsync(
            UpstreamShop.Sample(1, TimeProvider.System.GetUtcNow()));
        upstream.Set("catalog", FaultKind.NegativePrices);
        await using HttpEngine engine = await StartAsync(
        [
            .. Fast,
            $"--Personalization:Feeds:catalog:Url={upstream.Url}catalog",
            "--Personalization:Feeds:catalog:IntervalSeconds=86400",
            "--Personalization:Feeds:catalog:MaxAgeSeconds=90000",
        ]);
        WebhooksApi webhooks = new PersonalizationClient(engine.Http).Webhooks;
        _ = await webhooks.CreateAsync(_receiver.Url, ["feed.recovered"], Secret, Stop);
        NewWebhook other = await webhooks.CreateAsync($"{_receiver.Url}/x", ["feed.released"], null, Stop);
        _ = await Eventually.Async(
            () => engine.SendAsync("GET", "/v1/feeds/catalog"),
            answer => answer.Json.GetProperty("state").ValueEquals("quarantined"));

        upstream.Set("catalog", UpstreamFault.None);
        _ = await engine.SendAsync("POST", "/v1/feeds/catalog/pull");
        await Eventually.HoldsAsync(() => _receiver.Received.Count > 0, () => _receiver.Received.Count);

        ReceivedWebhook received = Assert.Single(_receiver.Received);
        Assert.True(received.IsSignedWith(Secret));
        JsonElement body = JsonDocument.Parse(received.Body).RootElement;
        Assert.Equal("feed.recovered", body.GetProperty("type").GetString());
        Assert.Equal("catalog", body.GetProperty("data").GetProperty("feed").GetString());
        Assert.Empty(await webhooks.GetDeliveriesAsync(other.Webhook.Id, Stop));
    }

    [Fact]
    public async Task A_pending_delivery_survives_a_killed_process()
    {
        _receiver.Status = _ => 503;
        using TempFolder data = new();
        EngineLaunch launch = new EngineLaunch(data.Path)
            .With("Personalization__Sample", "false")
            .With("Personalization__Webhooks__AllowPrivateAddresses", "true")
            .With("Personalization__Webhooks__QuickRetries", "0")
            .With("Personalization__Webhooks__FirstPauseSeconds", "0.1");
        string webhook;
        string id;
        await using (EngineProcess engine = await EngineProcess.StartAsync(launch, Stop))
        {
            using HttpClient http = new() { BaseAddress = engine.Address };
            WebhooksApi webhooks = new PersonalizationClient(http).Webhooks;
            webhook = (await webhooks.CreateAsync(_receiver.Url, ["feed.released"], Secret, Stop)).Webhook.Id;
            id = await webhooks.TestAsync(webhook, Stop);
            _ = await Eventually.Async(() => webhooks.GetAsync(webhook, Stop), view => view.State == "failing");
            engine.Kill();
        }

        int before = _receiver.Received.Count;
        _receiver.Status = _ => 204;
        await using EngineProcess next = await EngineProcess.StartAsync(launch, Stop);
        await Eventually.HoldsAsync(() => _receiver.Received.Count > before, () => _receiver.Received.Count);

        using HttpClient again = new() { BaseAddress = next.Address };
        WebhooksApi after = new PersonalizationClient(again).Webhooks;
        Webhook state = await Eventually.Async(() => after.GetAsync(webhook, Stop), view => view.Pending == 0);
        Assert.Equal("active", state.State);
        Assert.Equal(before + 1, _receiver.Received.Count);
        Assert.Equal(id, _receiver.Received[^1].Id);
        Assert.True(_receiver.Received[^1].IsSignedWith(Secret));
    }

    [Fact]
    public async Task Private_addresses_are_refused_by_default_and_redirects_are_not_followed()
    {
        await using HttpEngine engine = await StartAsync([]);
        string body = $$"""{"url":"{{_receiver.Url}}","events":["feed.quarantine"],"secret":"x","colour":1}""";
        HttpAnswer refused = await engine.SendAsync("POST", "/v1/webhooks", body);
        Assert.Equal(422, refused.Status);
        Assert.Equal(
            ["$.colour unknown", "$.events[0] unknown", "$.secret invalid", "$.url invalid"], refused.Errors);
        Assert.Contains("Did you mean 'feed.quarantined'?", refused.Text, StringComparison.Ordinal);
        Assert.Equal(404, (await engine.SendAsync("POST", "/v1/webhooks/none/test")).Status);
        Assert.Equal(404, (await engine.SendAsync("DELETE", "/v1/webhooks/none")).Status);

        _receiver.Status = _ => 302;
        await using HttpEngine open = await StartAsync(Fast);
        WebhooksApi webhooks = new PersonalizationClient(open.Http).Webhooks;
        string id = (await webhooks.CreateAsync(_receiver.Url, ["feed.released"], null, Stop)).Webhook.Id;
        _ = await webhooks.TestAsync(id, Stop);
        IReadOnlyList<WebhookDelivery> log = await Eventually.Async(
            () => webhooks.GetDeliveriesAsync(id, Stop), deliveries => deliveries.Count > 0);
        Assert.Equal(302, log[0].Status);
        await webhooks.DeleteAsync(id, Stop);
        Assert.Empty(await webhooks.ListAsync(Stop));
        Assert.Equal(404, (await open.SendAsync("GET", $"/v1/webhooks/{id}/deliveries")).Status);
    }

    [Fact]
    public async Task A_full_queue_counts_dropped_events_and_a_gone_receiver_is_disabled_until_resumed()
    {
        _receiver.Status = _ => 503;
        await using HttpEngine engine = await StartAsync(
        [
            .. Fast,
            "--Personalization:Webhooks:QueueSize=2",
            "--Personalization:Webhooks:QuickRetries=0",
            "--Personalization:Webhooks:FirstPauseSeconds=3600",
        ]);
        WebhooksApi webhooks = new PersonalizationClient(engine.Http).Webhooks;
        string id = (await webhooks.CreateAsync(_receiver.Url, ["feed.released"], Secret, Stop)).Webhook.Id;
        for (int i = 0; i < 4; i++)
        {
            _ = await webhooks.TestAsync(id, Stop);
        }

        Webhook full = await webhooks.GetAsync(id, Stop);
        Assert.Equal((2, 2), (full.Pending, full.Dropped));

        NewWebhook rotated = await webhooks.RotateAsync(id, cancellationToken: Stop);
        Assert.NotEqual(Secret, rotated.Secret);
        _receiver.Status = _ => 410;
        _ = await webhooks.ResumeAsync(id, Stop);
        _ = await Eventually.Async(() => webhooks.GetAsync(id, Stop), view => view.State == "disabled");

        _receiver.Status = _ => 204;
        _ = await webhooks.ResumeAsync(id, Stop);
        Webhook resumed = await Eventually.Async(() => webhooks.GetAsync(id, Stop), view => view.Pending == 0);
        Assert.Equal("active", resumed.State);
        Assert.True(_receiver.Received[^1].IsSignedWith(Secret));
        Assert.True(_receiver.Received[^1].IsSignedWith(rotated.Secret));
    }

    private static async Task<HttpEngine> StartAsync(string[] settings)
    {
        HttpEngine engine = new(settings);
        await engine.InitializeAsync();
        return engine;
    }
}
