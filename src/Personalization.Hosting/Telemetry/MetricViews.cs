using System.Collections.Frozen;
using System.Diagnostics.Metrics;
using OpenTelemetry.Metrics;

namespace Personalization.Hosting.Telemetry;

/// <summary>
/// Selects the exported instruments with their labels and buckets, so that the number of series is bounded.
/// </summary>
/// <remarks>
/// The engine's own instruments are all exported; those of the libraries only when they are listed here.
/// </remarks>
internal static class MetricViews
{
    /// <summary>The meter of Orleans.</summary>
    public const string Orleans = "Microsoft.Orleans";

    /// <summary>The meter of the named resilience pipelines.</summary>
    public const string Polly = "Polly";

    /// <summary>The meter of HTTP requests.</summary>
    public const string Hosting = "Microsoft.AspNetCore.Hosting";

    /// <summary>The meter of connections.</summary>
    public const string Kestrel = "Microsoft.AspNetCore.Server.Kestrel";

    /// <summary>The meter of the runtime.</summary>
    public const string Runtime = "System.Runtime";

    /// <summary>
    /// The most label combinations of an instrument; further ones are summed in one series labelled
    /// <c>otel_metric_overflow</c>.
    /// </summary>
    private const int MostSeries = 200;

    private static readonly double[] Seconds = [.001, .0025, .005, .01, .025, .05, .1, .15, .25, .5, 1, 2.5, 10];

    /// <summary>The buckets of instruments that measure milliseconds, as Orleans does.</summary>
    private static readonly double[] Milliseconds = [1, 5, 10, 50, 100, 500, 1_000, 3_000, 10_000];

    /// <summary>The exported instruments of the libraries' meters, and the labels they keep.</summary>
    private static readonly FrozenDictionary<string, string[]> Exported = new Dictionary<string, string[]>
    {
        ["http.server.request.duration"] =
            ["http.route", "http.request.method", "http.response.status_code", "fallback_level"],
        ["http.server.active_requests"] = [],
        ["kestrel.active_connections"] = [],
        ["kestrel.rejected_connections"] = [],
        ["orleans-grains"] = ["grain_type"],
        ["orleans-catalog-activations"] = [],
        ["orleans-catalog-activation-created"] = [],
        ["orleans-catalog-activation-destroyed"] = [],
        ["orleans-catalog-activation-failed-to-activate"] = [],
        ["orleans-app-requests-latency"] = [],
        ["orleans-app-requests-timedout"] = [],
        ["orleans-messaging-rejected"] = [],
        ["orleans-messaging-expired"] = [],
        ["orleans-messaging-sent-failed"] = [],
        ["orleans-gateway-connected-clients"] = [],
        ["orleans-gateway-load-shedding"] = [],
        ["orleans-client-connected-gateways"] = [],
        ["orleans-storage-read-errors"] = [],
        ["orleans-storage-write-errors"] = [],
        ["orleans-storage-write-latency"] = [],
        ["orleans-scheduler-long-running-turns"] = [],
        ["orleans-watchdog-health-checks-failed"] = [],
        ["dotnet.process.cpu.time"] = [],
        ["dotnet.process.memory.working_set"] = [],
        ["dotnet.gc.collections"] = ["gc.heap.generation"],
        ["dotnet.gc.pause.time"] = [],
        ["dotnet.gc.last_collection.heap.size"] = ["gc.heap.generation"],
        ["dotnet.thread_pool.queue.length"] = [],
        ["dotnet.thread_pool.thread.count"] = [],
        ["dotnet.exceptions"] = [],
        ["resilience.polly.strategy.events"] = ["pipeline.name", "strategy.name", "event.name"],
        ["resilience.polly.pipeline.duration"] = ["pipeline.name", "exception.type"],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Returns how an instrument is exported, or that it is dropped.</summary>
    public static MetricStreamConfiguration Choose(Instrument instrument)
    {
        string[]? labels = null;
        if (instrument.Meter.Name is Orleans or Hosting or Kestrel or Runtime or Polly
            && !Exported.TryGetValue(instrument.Name, out labels))
        {
            return MetricStreamConfiguration.Drop;
        }

        MetricStreamConfiguration view = IsHistogram(instrument)
            ? new ExplicitBucketHistogramConfiguration { Boundaries = BucketsOf(instrument) }
            : new MetricStreamConfiguration();
        view.CardinalityLimit = MostSeries;
        view.TagKeys = labels;
        return view;
    }

    private static bool IsHistogram(Instrument instrument) =>
        instrument.GetType() is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(Histogram<>);

    private static double[] BucketsOf(Instrument instrument) =>
        instrument.Meter.Name is Orleans or Polly || instrument.Unit == "ms" ? Milliseconds : Seconds;
}
