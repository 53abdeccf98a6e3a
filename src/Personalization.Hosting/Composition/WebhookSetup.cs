using Microsoft.Extensions.Options;
using Personalization.Abstractions.Webhooks;
using Personalization.Grains.Webhooks;
using Personalization.Storage.HttpWebhooks;
using Personalization.Storage.Resilience;

namespace Personalization.Hosting.Composition;

/// <summary>Registers webhooks in a silo.</summary>
internal static class WebhookSetup
{
    /// <summary>Registers the sender, the metrics and the service that keeps deliveries running.</summary>
    public static void AddWebhooks(this IServiceCollection services, WebhookOptions options)
    {
        _ = services.AddSingleton(Options.Create(options));
        _ = services.AddSingleton<WebhookMetrics>();
        _ = services.AddSingleton<IWebhookSender>(provider => new HttpWebhookSender(
            TimeSpan.FromSeconds(options.TimeoutSeconds),
            options.QuickRetries,
            options.AllowPrivateAddresses,
            provider.GetRequiredService<Pipelines>(),
            provider.GetRequiredService<TimeProvider>()));
        _ = services.AddHostedService<WebhookKeeper>();
    }
}
