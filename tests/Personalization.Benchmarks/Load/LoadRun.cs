using System.Net;

namespace Personalization.Benchmarks.Load;

/// <summary>Sends a load to running servers and reports the result.</summary>
/// <param name="options">The load.</param>
/// <param name="acknowledged"> Receives the user and event id of every acknowledged event (accepted, or a duplicate of
/// an earlier try), including the warm-up. The workers' threads call it, one at a time with one worker. </param>
/// <param name="source">Writes the requests of a single worker; null for the mix of the options.</param>
internal sealed class LoadRun(
    LoadOptions options, Action<string, string>? acknowledged = null, RequestSource? source = null)
{
    private static readonly TimeProvider Clock = TimeProvider.System;

    /// <summary>Runs the load.</summary>
    /// <param name="cancellationToken">Ends the load early; the report covers the requests sent until then.</param>
    /// <exception cref="ArgumentException">The options are invalid; the message lists all errors.</exception>
    public async Task<LoadReport> RunAsync(CancellationToken cancellationToken = default)
    {
        if (options.Problems() is { Count: > 0 } problems)
        {
            throw new ArgumentException(string.Join(Environment.NewLine, problems));
        }

        if (source is not null && options.Workers > 1)
        {
            throw new ArgumentException("A request source supports only one worker.");
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
