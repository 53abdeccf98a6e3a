using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Azure.Identity;
using Azure.Storage.Blobs;

namespace Personalization.Storage.Azure;

/// <summary>Makes the clients of a storage account: by connection string, or by address and the environment's own identity.</summary>
internal static class AzureAccount
{
    public static TableServiceClient Tables(string connectionString, Uri? address, params HttpPipelinePolicy[] perTry)
    {
        TableClientOptions options = Configure(new TableClientOptions(), perTry);
        return string.IsNullOrWhiteSpace(connectionString)
            ? new TableServiceClient(address, new DefaultAzureCredential(), options)
            : new TableServiceClient(connectionString, options);
    }

    public static BlobServiceClient Blobs(string connectionString, Uri? address)
    {
        BlobClientOptions options = Configure(new BlobClientOptions(), []);
        return string.IsNullOrWhiteSpace(connectionString)
            ? new BlobServiceClient(address, new DefaultAzureCredential(), options)
            : new BlobServiceClient(connectionString, options);
    }

    private static T Configure<T>(T options, HttpPipelinePolicy[] perTry)
        where T : ClientOptions
    {
        options.Retry.Mode = RetryMode.Exponential;
        options.Retry.MaxRetries = 3;
        options.Retry.Delay = TimeSpan.FromMilliseconds(100);
        options.Retry.MaxDelay = TimeSpan.FromSeconds(2);
        foreach (HttpPipelinePolicy policy in perTry)
        {
            options.AddPolicy(policy, HttpPipelinePosition.PerRetry);
        }

        return options;
    }
}
