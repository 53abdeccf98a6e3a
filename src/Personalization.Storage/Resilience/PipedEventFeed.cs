using Personalization.Abstractions.EventLog;
using Polly;

namespace Personalization.Storage.Resilience;

/// <summary>Event feed that reads through the pipeline <c>log-reading</c>.</summary>
/// <remarks>
/// A short store failure would cost a training run minutes of work, so page reads are retried. The per-user log has no
/// pipeline: its store limits and retries calls itself, where the meaning of each error is known.
/// </remarks>
public sealed class PipedEventFeed(IEventFeed inner, Pipelines pipelines) : IEventFeed
{
    /// <summary>Time limit of one page.</summary>
    private static readonly TimeSpan PageTimeout = TimeSpan.FromMinutes(2);

    private readonly ResiliencePipeline _reading =
        pipelines.Get("log-reading", PageTimeout, error => error is IOException or TimeoutException);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<LogRecord>> ReadAllAsync(
        long afterPosition, int limit, CancellationToken cancellationToken) => _reading.ExecuteAsync(
            static (call, stop) => call.Inner.ReadAllAsync(call.After, call.Limit, stop),
            (Inner: inner, After: afterPosition, Limit: limit),
            cancellationToken);
}
