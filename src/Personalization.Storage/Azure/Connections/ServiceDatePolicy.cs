using Azure.Core;
using Azure.Core.Pipeline;

namespace Personalization.Storage.Azure.Connections;

/// <summary>Passes the date of each answer to the <see cref="ServiceClock"/>.</summary>
internal sealed class ServiceDatePolicy(ServiceClock clock) : HttpPipelinePolicy
{
    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        DateTimeOffset sent = clock.Local.GetUtcNow();
        await ProcessNextAsync(message, pipeline).ConfigureAwait(false);
        Observe(message, sent);
    }

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        DateTimeOffset sent = clock.Local.GetUtcNow();
        ProcessNext(message, pipeline);
        Observe(message, sent);
    }

    private void Observe(HttpMessage message, DateTimeOffset sent)
    {
        if (message.HasResponse && message.Response.Headers.Date is { } date)
        {
            clock.Observe(sent, clock.Local.GetUtcNow(), date);
        }
    }
}
