using Azure.Core;
using Azure.Core.Pipeline;

namespace Personalization.IntegrationTests.Storage;

/// <summary>
/// Executes transactions but loses the answers to some of them, so the client retries completed transactions.
/// </summary>
internal sealed class LostAnswers(Func<int, bool> isLost) : HttpPipelinePolicy
{
    private int _transactions;

    public int Lost { get; private set; }

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        await ProcessNextAsync(message, pipeline);
        if (message.Request.Uri.Path.EndsWith("/$batch", StringComparison.Ordinal)
            && isLost(Interlocked.Increment(ref _transactions)))
        {
            Lost++;
            throw new IOException("The answer was lost.");
        }
    }

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) =>
        throw new NotSupportedException();
}
