using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Polly;

namespace Personalization.Storage.Azure.Connections;

/// <summary>One storage account: its clients, its clock and the limits of its calls. Shared by all stores.</summary>
internal sealed class AzureStore
{
    /// <summary>Creates the clients without calling the service.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="clock">Service time; updated from the service's answers.</param>
    /// <param name="breaker">Circuit breaker for every call; null for none.</param>
    /// <param name="perTry">Additional policies for each try of a table call.</param>
    public AzureStore(AzureStorageOptions options, ServiceClock clock, ResiliencePipeline? breaker =
        null, params HttpPipelinePolicy[] perTry)
    {
        Options = options;
        Clock = clock;
        Calls = new AzureCalls(TimeSpan.FromSeconds(options.TimeoutSeconds), clock.Local, breaker);
        Tables = AzureAccount.Tables(options, [new ServiceDatePolicy(clock), .. perTry]);
        Blobs = AzureAccount.Blobs(options.ConnectionString, options.BlobServiceUri);
        Events = Tables.GetTableClient(options.TablePrefix + "Events");
        Intents = Tables.GetTableClient(options.TablePrefix + "Intents");
        Catalog = Tables.GetTableClient(options.TablePrefix + "Catalog");
        Models = Blobs.GetBlobContainerClient(options.ModelContainer);
    }

    public AzureStorageOptions Options { get; }

    public ServiceClock Clock { get; }

    public AzureCalls Calls { get; }

    public TableServiceClient Tables { get; }

    public BlobServiceClient Blobs { get; }

    /// <summary>Table of user heads and log segments.</summary>
    public TableClient Events { get; }

    /// <summary>Table of append announcements, ordered by log position.</summary>
    public TableClient Intents { get; }

    /// <summary>Table of catalog epochs and snapshots.</summary>
    public TableClient Catalog { get; }

    /// <summary>Blob container of model versions.</summary>
    public BlobContainerClient Models { get; }

    /// <summary>Creates the tables and the container that do not exist.</summary>
    public async Task CreateAsync(CancellationToken cancellationToken)
    {
        TableClient[] tables = [Events, Intents, Catalog, Tables.GetTableClient(Options.GrainStateTable)];
        foreach (TableClient table in tables)
        {
            await Calls.RunAsync(token => table.CreateIfNotExistsAsync(token), cancellationToken).ConfigureAwait(false);
        }

        await Calls.RunAsync(
            token => Models.CreateIfNotExistsAsync(cancellationToken: token), cancellationToken).ConfigureAwait(false);
    }
}
