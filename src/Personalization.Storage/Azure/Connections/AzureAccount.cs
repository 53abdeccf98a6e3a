using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Azure.Identity;
using Azure.Storage.Blobs;
using Microsoft.Extensions.Options;

namespace Personalization.Storage.Azure.Connections;

/// <summary>
/// Creates the clients of a storage account, from a connection string or from addresses and the process identity.
/// </summary>
internal static class AzureAccount
{
    /// <summary>Creates the client for the engine's tables.</summary>
    /// <remarks>
    /// <see cref="AzureCalls"/> limits the total time of a call with its retries; the client limits each try.
    /// </remarks>
    public static TableServiceClient Tables(AzureStorageOptions account, params HttpPipelinePolicy[] perTry)
    {
        TableClientOptions options = Configure(new TableClientOptions(), perTry);
        options.Retry.NetworkTimeout = TimeSpan.FromSeconds(account.TimeoutSeconds);
        return Tables(account, options);
    }

    /// <summary>Creates the client for the membership table.</summary>
    /// <remarks>
    /// Orleans' clustering provider sets no time limit, and one try takes up to 100 s by default. Here all tries of a
    /// call together take at most <see cref="AzureStorageOptions.TimeoutSeconds"/>, plus the pauses between them.
    /// </remarks>
    /// <exception cref="OptionsValidationException">The account settings are invalid.</exception>
    public static TableServiceClient Membership(AzureStorageOptions account)
    {
        if (AzureStorageOptionsValidator.TableProblems(account) is { Count: > 0 } problems)
        {
            throw new OptionsValidationException(Options.DefaultName, typeof(AzureStorageOptions), problems);
        }

        TableClientOptions options = Configure(new TableClientOptions(), []);
        options.Retry.NetworkTimeout = TimeSpan.FromSeconds(account.TimeoutSeconds) / (options.Retry.MaxRetries + 1);
        return Tables(account, options);
    }

    public static BlobServiceClient Blobs(string connectionString, Uri? address)
    {
        BlobClientOptions options = Configure(new BlobClientOptions(), []);
        return string.IsNullOrWhiteSpace(connectionString)
            ? new BlobServiceClient(address, new DefaultAzureCredential(), options)
            : new BlobServiceClient(connectionString, options);
    }

    private static TableServiceClient Tables(AzureStorageOptions account, TableClientOptions options) =>
        string.IsNullOrWhiteSpace(account.ConnectionString)
            ? new TableServiceClient(account.TableServiceUri, new DefaultAzureCredential(), options)
            : new TableServiceClient(account.ConnectionString, options);

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
