using System.Net;

namespace Personalization.Benchmarks.Load;

/// <summary>Drives a load against running servers and says what came of it.</summary>
/// <param name="options">The load.</param>
/// <param name="acknowledged">
/// Told user and event id of every event the engine said it has (accepted, or a duplicate of an earlier try), in the
/// warm-up too; on the workers' threads, one at a time with one worker.
/// </param>
/// <param name="source">Writes the requests of the one worker there may be then; null for the mix that the options
/// describe.</param>
internal sealed class LoadRun(
    LoadOptions options, Action<string, string>? acknowledged = null, RequestSource? source = null)
{
    private static readonly TimeProvider Clock = TimeProvider.System;

    /// <summary>Runs it.</summary>
    /// <param name="cancellationToken">Ends it early; the report is of what was sent until then.</param>
    /// <exception cref="ArgumentException">The options cannot be used; all of what is wrong is listed.</exception>
    public async Task<LoadReport> RunAsync(CancellationToken cancellationToken = default)
    {
        if (options.Problems() is { Count: > 0 } problems)
        {
            throw new ArgumentException(string.Join(Environment.NewLine, problems));
        }

        if (source is not null && options.Workers > 1)
        {
            throw new ArgumentException("A source of requests is used by one worker only.");
        }

        IPEndPoint[] endpoints = [.. options.Addresses.Select(ServerLane.Resolve)];
        LoadWorker[] workers = [.. Enumerable.Range(0, options.Workers).Select(worker => new LoadWorker(
            options, endpoints, worker, source ?? new TrafficSource(options, worker), acknowledged))];
        DateTimeOffset startedAt = Clock.GetUtcNow();
        TimeSpan processor = Environment.CpuUsage.TotalTime;
        long start = Clock.GetTimestamp();
        try
        {
            LoadTally[] tallies = await Task.WhenAll(workers.Select(worker => Task.Factory.StartNew(
                () => worker.Run(start, cancellationToken),
                CancellationToken.None,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default)));
            TimeSpan elapsed = Clock.GetElapsedTime(start);
            processor = Environment.CpuUsage.TotalTime - processor;
            LoadTally sum = tallies[0];
            Array.ForEach(tallies[1..], sum.Add);
            return LoadReport.Of(options, sum, startedAt, elapsed, processor);
        }
        finally
        {
            Array.ForEach(workers, worker => worker.Dispose());
        }
    }
}
