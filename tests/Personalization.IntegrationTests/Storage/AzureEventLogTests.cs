using Personalization.Storage.Azure.EventLog;

namespace Personalization.IntegrationTests.Storage;

public sealed class AzureEventLogTests : EventLogConformance<AzureEventLog>, IAsyncDisposable
{
    private readonly AzureTestAccount _account = new();

    public ValueTask DisposeAsync() => _account.DisposeAsync();

    protected override ValueTask SettleAsync()
    {
        _account.Settle();
        return default;
    }

    protected override int MostBytes => AppendedEntries.MaxBytes;

    protected override async ValueTask<PortSession<AzureEventLog>> OpenAsync()
    {
        AzureEventLog log = new(await _account.OpenAsync());
        return new PortSession<AzureEventLog>(log, log.DisposeAsync);
    }
}
