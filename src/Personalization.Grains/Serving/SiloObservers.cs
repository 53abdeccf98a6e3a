using Microsoft.Extensions.Logging;
using Orleans.Utilities;

namespace Personalization.Grains.Serving;

/// <summary>The silos that listen to a grain, each until a minute after its last renewal.</summary>
internal sealed class SiloObservers<TObserver>(TimeProvider time, ILogger log)
    where TObserver : IGrainObserver
{
    /// <summary>A silo that does not answer for so long is left to find out by asking; the others are not kept waiting.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly ObserverManager<TObserver> _observers = new(TimeSpan.FromMinutes(1), log);

    /// <summary>Adds a silo or renews it.</summary>
    public void Add(TObserver observer) => _observers.Subscribe(observer, observer);

    /// <summary>Tells all silos at once and returns when each has obeyed or had its time.</summary>
    public Task TellAsync(Func<TObserver, Task> notice) => Task.WhenAll(_observers.Select(observer => TellOneAsync(observer, notice)).ToList());

    private async Task TellOneAsync(TObserver observer, Func<TObserver, Task> notice)
    {
        try
        {
            await notice(observer).WaitAsync(Patience, time);
        }
        catch (Exception error)
        {
            log.LogWarning(error, "A silo did not take a notice; it will find out when it asks next.");
            _observers.Unsubscribe(observer);
        }
    }
}
