using Microsoft.Extensions.Logging;
using Orleans.Utilities;

namespace Personalization.Grains.Serving;

/// <summary>The silos that observe a grain, each until one minute after its last subscription.</summary>
internal sealed class SiloObservers<TObserver>(TimeProvider time, ILogger log)
    where TObserver : IGrainObserver
{
    /// <summary>The time limit of a notice. A silo that exceeds it sees the change at its next refresh.</summary>
    private static readonly TimeSpan NoticeTimeout = TimeSpan.FromSeconds(5);

    private readonly ObserverManager<TObserver> _observers = new(TimeSpan.FromMinutes(1), log);

    /// <summary>Adds a silo or renews its subscription.</summary>
    public void Add(TObserver observer) => _observers.Subscribe(observer, observer);

    /// <summary>
    /// Notifies all silos in parallel. Returns when each has handled the notice or exceeded the time limit.
    /// </summary>
    public Task TellAsync(Func<TObserver, Task> notice) =>
        Task.WhenAll(_observers.Select(observer => TellOneAsync(observer, notice)).ToList());

    private async Task TellOneAsync(TObserver observer, Func<TObserver, Task> notice)
    {
        try
        {
            await notice(observer).WaitAsync(NoticeTimeout, time);
        }
        catch (Exception error)
        {
            log.LogWarning(error, "Failed to notify a silo; it sees the change at its next refresh.");
            _observers.Unsubscribe(observer);
        }
    }
}
