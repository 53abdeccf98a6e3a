using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.Utilities;

namespace Personalization.Grains.Serving;

/// <summary>The silos that observe a grain, each until one minute after its last subscription.</summary>
/// <param name="patience">
/// The time limit of a notice. A silo that exceeds it sees the change at its next refresh. It must be shorter than the
/// time-out of a call, so that one slow silo does not fail the caller.
/// </param>
/// <param name="time">The clock.</param>
/// <param name="log">The log of failed notices.</param>
internal sealed class SiloObservers<TObserver>(TimeSpan patience, TimeProvider time, ILogger log)
    where TObserver : IGrainObserver
{
    private const double LongestPatienceSeconds = 5;

    private readonly ObserverManager<TObserver> _observers = new(TimeSpan.FromMinutes(1), log);

    /// <summary>Returns a time limit within the time-out of a call.</summary>
    /// <param name="calls">The time-out of calls.</param>
    /// <param name="share">The share of it, above 0, below 1.</param>
    public static TimeSpan Patience(SiloMessagingOptions calls, double share) => TimeSpan.FromSeconds(
        Math.Min(calls.ResponseTimeout.TotalSeconds * share, LongestPatienceSeconds));

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
            await notice(observer).WaitAsync(patience, time);
        }
        catch (Exception error)
        {
            log.LogWarning(error, "Failed to notify a silo; it sees the change at its next refresh.");
            _observers.Unsubscribe(observer);
        }
    }
}
