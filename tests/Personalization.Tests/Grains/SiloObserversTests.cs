using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Orleans.Configuration;
using Personalization.Abstractions.Catalog;
using Personalization.Grains.Serving;

namespace Personalization.Tests.Grains;

public sealed class SiloObserversTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task M16_a_frozen_silo_delays_no_change_beyond_the_time_out_of_a_call()
    {
        FakeTimeProvider time = new();
        TimeSpan callTimeout = TimeSpan.FromSeconds(3);
        TimeSpan patience = SiloObservers<ICatalogObserver>.Patience(
            new SiloMessagingOptions { ResponseTimeout = callTimeout }, 1.0 / 3);
        SiloObservers<ICatalogObserver> silos = new(patience, time, NullLogger.Instance);
        Silo healthy = new(Task.CompletedTask);
        silos.Add(healthy);
        silos.Add(new Silo(new TaskCompletionSource().Task));

        Task told = silos.TellAsync(silo => silo.OnMovedAsync(1));
        Assert.Equal(1, healthy.Epoch);
        Assert.False(told.IsCompleted);
        time.Advance(callTimeout / 2);
        await told.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System, Stop);

        // The frozen silo is not asked again until it subscribes again.
        Assert.True(silos.TellAsync(silo => silo.OnMovedAsync(2)).IsCompleted);
        Assert.Equal(2, healthy.Epoch);
    }

    private sealed class Silo(Task answer) : ICatalogObserver
    {
        public long Epoch { get; private set; }

        public Task OnChangedAsync(CatalogChange change) => answer;

        public Task OnMovedAsync(long epoch)
        {
            Epoch = epoch;
            return answer;
        }
    }
}
