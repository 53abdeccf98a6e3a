using Azure.Core;
using Azure.Core.Pipeline;

namespace Personalization.IntegrationTests.Storage;

/// <summary>
/// Simulates an outage of the storage account: requests fail or their answers are lost until the test ends the outage.
/// </summary>
internal sealed class AzureOutage : HttpPipelinePolicy
{
    /// <summary>Whether requests fail before they are sent.</summary>
    public bool IsAway { get; set; }

    /// <summary>Whether the service executes requests but every answer is lost.</summary>
    public bool LosesAnswers { get; set; }

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        if (!IsAway)
        {
            await ProcessNextAsync(message, pipeline);
        }

        if (IsAway || LosesAnswers)
        {
            throw new IOException("The account is away.");
        }
    }

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) =>
        throw new NotSupportedException();
}
