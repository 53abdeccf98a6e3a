using System.Security.Cryptography;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Personalization.Storage.Azure.Connections;

namespace Personalization.IntegrationTests.Storage;

/// <summary>
/// Separate tables and a container for one test, on the account that tests/run.sh starts; deleted on disposal.
/// </summary>
internal sealed class AzureTestAccount : IAsyncDisposable
{
    private const string Variable = "PERSONALIZATION_TEST_AZURITE";

    private readonly string _prefix = "T" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));

    /// <summary>Opens the account; skips the test if there is none.</summary>
    public static string ConnectionString
    {
        get
        {
            string? connection = Environment.GetEnvironmentVariable(Variable);
            Assert.SkipWhen(
                string.IsNullOrWhiteSpace(connection),
                $"Azurite is missing: tests/run.sh starts one, or set {Variable}.");
            return connection!;
        }
    }

    /// <summary>Clock of all stores of this test.</summary>
    public ShiftedTime Time { get; } = new();

    public string MembershipTable => _prefix + "Silos";

    public AzureStorageOptions Options() => new()
    {
        ConnectionString = ConnectionString,
        TablePrefix = _prefix,
        GrainStateTable = _prefix + "State",
        ModelContainer = _prefix.ToLowerInvariant(),
        TimeoutSeconds = 20,
    };

    /// <summary>Opens the account as a separate process would.</summary>
    public async Task<AzureStore> OpenAsync(
        Action<AzureStorageOptions>? configure = null, params HttpPipelinePolicy[] perTry)
    {
        AzureStorageOptions options = Options();
        configure?.Invoke(options);
        AzureStore store = new(options, new ServiceClock(Time, followsService: false), null, perTry);
        await store.CreateAsync(TestContext.Current.CancellationToken);
        return store;
    }

    /// <summary>Advances the clock until readers of the whole log see all acknowledged entries.</summary>
    public void Settle() => Time.Advance(TimeSpan.FromSeconds(Options().ReadLagSeconds + 1));

    public async ValueTask DisposeAsync()
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { Length: > 0 } connection)
        {
            return;
        }

        TableServiceClient tables = new(connection);
        await foreach (Azure.Data.Tables.Models.TableItem table in tables.QueryAsync())
        {
            if (table.Name.StartsWith(_prefix, StringComparison.Ordinal))
            {
                _ = await tables.DeleteTableAsync(table.Name);
            }
        }

        _ = await new BlobServiceClient(connection)
            .GetBlobContainerClient(_prefix.ToLowerInvariant())
            .DeleteIfExistsAsync();
    }
}
