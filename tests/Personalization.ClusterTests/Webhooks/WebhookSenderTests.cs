using Personalization.Abstractions.Webhooks;
using Personalization.Storage.HttpWebhooks;
using Personalization.Testing.Resilience;

namespace Personalization.ClusterTests.Webhooks;

/// <summary>The sender checks the address that a name resolves to.</summary>
public sealed class WebhookSenderTests
{
    [Fact]
    public async Task A_name_with_a_private_address_is_refused_at_the_connection()
    {
        await using WebhookReceiver receiver = await WebhookReceiver.StartAsync();
        Uri url = new(receiver.Url.Replace("127.0.0.1", "localhost", StringComparison.Ordinal));
        WebhookRequest request = new(url, "e1", "{}", [WebhookSecret.New()]);

        WebhookAttempt refused = Assert.Single(await SendAsync(request, allowPrivate: false));
        Assert.Null(refused.Status);
        Assert.Contains("private or loopback", refused.Error, StringComparison.Ordinal);
        Assert.Empty(receiver.Received);
        Assert.Null(Assert.Single(await SendAsync(request, allowPrivate: true)).Error);
        _ = Assert.Single(receiver.Received);
    }

    private static async Task<IReadOnlyList<WebhookAttempt>> SendAsync(WebhookRequest request, bool allowPrivate)
    {
        using HttpWebhookSender sender = new(
            TimeSpan.FromSeconds(10), 2, allowPrivate, TestPipelines.Create(), TimeProvider.System);
        return await sender.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
