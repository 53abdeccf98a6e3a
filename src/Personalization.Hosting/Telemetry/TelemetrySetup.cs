using Microsoft.Extensions.Logging.Console;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Personalization.Hosting.Settings;

namespace Personalization.Hosting.Telemetry;

/// <summary>Sets up the metrics, traces and logs of a process.</summary>
internal static class TelemetrySetup
{
    /// <summary>The meters to read; <see cref="MetricViews"/> selects from them.</summary>
    private static readonly string[] Meters =
    [
        "Personalization.*", MetricViews.Orleans, MetricViews.Polly, MetricViews.Hosting, MetricViews.Kestrel,
        MetricViews.Runtime,
    ];

    /// <summary>The source of spans of grain calls, one on each side.</summary>
    private const string GrainCalls = "Microsoft.Orleans.Application";

    /// <summary>Adds what the settings enable.</summary>
    public static void AddTelemetry(this WebApplicationBuilder builder, EngineOptions options)
    {
        TelemetrySettings settings = options.Telemetry;
        builder.AddLogs(settings);
        builder.Services.AddMetrics();
        OpenTelemetryBuilder telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(
                $"personalization-{options.Role!.Value.ToString().ToLowerInvariant()}",
                autoGenerateServiceInstanceId: true));
        if (settings.Metrics || settings.OtlpEndpoint is not null)
        {
            _ = telemetry.WithMetrics(metrics => Measure(metrics, settings));
        }

        if (settings.TraceShare > 0)
        {
            _ = telemetry.WithTracing(traces => Trace(traces, settings));
        }
    }

    /// <summary>Limits repeated warnings and errors.</summary>
    public static ILoggingBuilder AddThrottle(this ILoggingBuilder logging)
    {
        LogThrottle throttle = new();
        _ = logging.Services.AddSingleton(throttle).AddHostedService<LogThrottleReporter>();
        return logging.AddSampler(throttle);
    }

    private static void AddLogs(this WebApplicationBuilder builder, TelemetrySettings settings)
    {
        builder.Services.AddSingleton<PersonalData>();
        _ = builder.Logging.AddThrottle();
        if (settings.JsonLogs)
        {
            _ = builder.Logging.AddJsonConsole(json =>
            {
                json.IncludeScopes = true;
                json.UseUtcTimestamp = true;
                json.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ";
            });
        }

        _ = builder.Logging.AddConsole(console => console.FormatterName = DiscreetFormatter.FormatterName)
            .AddConsoleFormatter<DiscreetFormatter, ConsoleFormatterOptions>();
    }

    private static void Measure(MeterProviderBuilder metrics, TelemetrySettings settings)
    {
        _ = metrics.AddMeter(Meters).AddView(MetricViews.Choose);
        if (settings.Metrics)
        {
            // Prometheus knows the process by its target; the meter's name would repeat on every line.
            _ = metrics.AddPrometheusExporter(prometheus => (
                prometheus.ScopeInfoEnabled, prometheus.ScrapeResponseCacheDurationMilliseconds) = (false, 0));
        }

        if (settings.OtlpEndpoint is { } endpoint)
        {
            _ = metrics.AddOtlpExporter(exporter => SendTo(exporter, endpoint, "metrics"));
        }
    }

    private static void Trace(TracerProviderBuilder traces, TelemetrySettings settings)
    {
        // The trace id alone decides, so that all processes agree and no client can have more requests traced than the
        // share.
        TraceIdRatioBasedSampler share = new(settings.TraceShare);
        _ = traces.SetSampler(new ParentBasedSampler(share, remoteParentSampled: share))
            .AddAspNetCoreInstrumentation(http => http.Filter =
                context => context.Request.Path.StartsWithSegments("/v1", StringComparison.OrdinalIgnoreCase))
            .AddSource(GrainCalls, MeasuredEventLog.Source)
            .AddProcessor(services => new DiscreetSpans(services.GetRequiredService<PersonalData>()));
        if (settings.OtlpEndpoint is { } endpoint)
        {
            _ = traces.AddOtlpExporter(exporter => SendTo(exporter, endpoint, "traces"));
        }
    }

    /// <summary>Sets the receiver of one signal.</summary>
    private static void SendTo(OtlpExporterOptions exporter, Uri endpoint, string signal)
    {
        exporter.Protocol = OtlpExportProtocol.HttpProtobuf;
        exporter.Endpoint = new Uri($"{endpoint.ToString().TrimEnd('/')}/v1/{signal}");
    }
}
