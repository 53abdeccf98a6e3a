using Personalization.Abstractions.EventLog;
using Polly;

namespace Personalization.Storage.Resilience;

/// <summary>An event feed whose reads go through the pipeline <c>log-reading</c>.</summary>
/// <remarks>
/// A training would lose minutes of work to a short failure of the store, so a page is read again. The user's log has
/// no such pipeline: its store bounds and repeats calls where the meaning of its errors is known.
/// </remarks>
public sealed class PipedEventFeed(IEventFeed inner, Pipelines pipelines) : IEventFeed
{
    /// <summary>How long one page may take.</summary>
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
