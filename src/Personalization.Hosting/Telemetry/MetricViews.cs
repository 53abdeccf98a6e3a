using System.Collections.Frozen;
using System.Diagnostics.Metrics;
using OpenTelemetry.Metrics;

namespace Personalization.Hosting.Telemetry;

/// <summary>
/// Chooses what of the meters is kept, with which labels and buckets, so that the number of series is bounded whatever happens: of the
/// libraries' instruments those that somebody looks at, of the engine's own all.
/// </summary>
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

    /// <summary>So many label combinations of one instrument are told apart at most; what is beyond is summed in one series labelled <c>otel_metric_overflow</c>.</summary>
    private const int MostSeries = 200;

    private static readonly double[] Seconds = [.001, .0025, .005, .01, .025, .05, .1, .15, .25, .5, 1, 2.5, 10];

    /// <summary>Milliseconds, as Orleans counts.</summary>
    private static readonly double[] Milliseconds = [1, 5, 10, 50, 100, 500, 1_000, 3_000, 10_000];

    /// <summary>Instruments kept of meters that have more, and the labels they keep.</summary>
    private static readonly FrozenDictionary<string, string[]> Kept = new Dictionary<string, string[]>
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

    /// <summary>How an instrument is kept, or that it is not.</summary>
    public static MetricStreamConfiguration Choose(Instrument instrument)
    {
        string[]? labels = null;
        if (instrument.Meter.Name is Orleans or Hosting or Kestrel or Runtime or Polly && !Kept.TryGetValue(instrument.Name, out labels))
        {
            return MetricStreamConfiguration.Drop;
        }

        MetricStreamConfiguration view = IsHistogram(instrument) ? new ExplicitBucketHistogramConfiguration { Boundaries = BucketsOf(instrument) } : new MetricStreamConfiguration();
        view.CardinalityLimit = MostSeries;
        view.TagKeys = labels;
        return view;
    }

    private static bool IsHistogram(Instrument instrument) =>
        instrument.GetType() is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(Histogram<>);

    private static double[] BucketsOf(Instrument instrument) => instrument.Meter.Name is Orleans or Polly || instrument.Unit == "ms" ? Milliseconds : Seconds;
}
