using Azure.Core;
using Azure.Core.Pipeline;

namespace Personalization.IntegrationTests.Storage;

/// <summary>A storage account that no request reaches, or whose answer is lost, for as long as a test says.</summary>
internal sealed class AzureOutage : HttpPipelinePolicy
{
    /// <summary>Whether requests fail before they are sent.</summary>
    public bool IsAway { get; set; }

    /// <summary>Whether the service carries requests out and every answer is lost.</summary>
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
