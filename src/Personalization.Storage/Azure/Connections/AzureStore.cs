using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Polly;

namespace Personalization.Storage.Azure.Connections;

/// <summary>One storage account: its clients, its clock and what bounds every call; shared by all ports.</summary>
internal sealed class AzureStore
{
    /// <summary>Makes the clients; calls nothing yet.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="clock">The time; learns from the service's answers.</param>
    /// <param name="breaker">What every call goes through; null for none.</param>
    /// <param name="perTry">Further policies that see each try of a call to the tables.</param>
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

    /// <summary>Users' heads and segments.</summary>
    public TableClient Events { get; }

    /// <summary>What each group of appends is about to write, in the order of positions.</summary>
    public TableClient Intents { get; }

    /// <summary>The catalogue's epochs.</summary>
    public TableClient Catalog { get; }

    /// <summary>Model versions.</summary>
    public BlobContainerClient Models { get; }

    /// <summary>Makes the tables and the container that are missing.</summary>
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
