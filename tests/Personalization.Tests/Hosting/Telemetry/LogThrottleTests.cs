using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Personalization.Hosting.Telemetry;
using Personalization.Testing;

namespace Personalization.Tests.Hosting.Telemetry;

/// <summary>Defect L5: a broken store must not write an error with a stack for every call.</summary>
public sealed class LogThrottleTests
{
    private static readonly TimeSpan Round = TimeSpan.FromMinutes(1);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_flood_of_one_error_leaves_a_few_records_and_a_summary_with_the_number()
    {
        Records records = new();
        TimerSignal time = new(new DateTimeOffset(2026, 11, 30, 12, 0, 0, TimeSpan.Zero));
        using IHost host = HostWith(records, time);
        Task reporterWaits = time.NextTimerAsync();
        await host.StartAsync(Token);
        await reporterWaits.WaitAsync(Token); // the host starts the reporter on another thread
        ILogger store = host.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Store");

        for (int i = 0; i < 1_351; i++)
        {
            store.LogError(new IOException("disk full"), "Failed to commit a group of {Count} writes.", i);
        }

        Assert.Equal(LogThrottle.Passing, records.Of("Store").Count);
        Task<string> summary = records.NextOf(typeof(LogThrottleReporter).FullName!);
        time.Advance(Round);
        Assert.Contains(
            (1_351 - LogThrottle.Passing).ToString(provider: null),
            await summary.WaitAsync(Token),
            StringComparison.Ordinal);
        store.LogError("Failed to commit a group of {Count} writes.", 1);
        Assert.Equal(LogThrottle.Passing + 1, records.Of("Store").Count);
        await host.StopAsync(Token);
    }

    [Fact]
    public void Other_errors_categories_and_levels_pass()
    {
        Records records = new();
        using IHost host = HostWith(records, new FakeTimeProvider());
        ILoggerFactory loggers = host.Services.GetRequiredService<ILoggerFactory>();
        ILogger store = loggers.CreateLogger("Store");
        for (int i = 0; i < 100; i++)
        {
            store.LogError("Failed to commit.");
            store.LogInformation("Progress.");
        }

        store.LogError("Failed to read.");
        loggers.CreateLogger("Feed").LogError("Failed to commit.");

        Assert.Equal(LogThrottle.Passing + 100 + 1, records.Of("Store").Count);
        _ = Assert.Single(records.Of("Feed"));
    }

    [Fact]
    public void Any_number_of_kinds_takes_bounded_memory()
    {
        Records records = new();
        using IHost host = HostWith(records, new FakeTimeProvider());
        ILoggerFactory loggers = host.Services.GetRequiredService<ILoggerFactory>();

        for (int i = 0; i < 2_000; i++)
        {
            loggers.CreateLogger($"category-{i}").LogError("Failed.");
        }

        Assert.InRange(records.Count, 400, 600);
        Assert.Single(host.Services.GetRequiredService<LogThrottle>().EndRound());
    }

    private static IHost HostWith(Records records, TimeProvider time)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton(time);
        builder.Logging.AddThrottle().AddProvider(records);
        return builder.Build();
    }

    private sealed class Records : ILoggerProvider
    {
        private readonly List<(string Category, string Text)> _all = [];
        private (string Category, TaskCompletionSource<string> Seen)? _next;

        public int Count => _all.Count;

        public List<(string Category, string Text)> Of(string category) =>
            _all.FindAll(record => record.Category == category);

        public Task<string> NextOf(string category)
        {
            TaskCompletionSource<string> seen = new(TaskCreationOptions.RunContinuationsAsynchronously);
            _next = (category, seen);
            return seen.Task;
        }

        public ILogger CreateLogger(string categoryName) => new Recorder(this, categoryName);

        public void Dispose()
        {
        }

        private sealed class Recorder(Records records, string category) : ILogger
        {
            public IDisposable? BeginScope<TState>(TState state)
                where TState : notnull => null;

            public bool IsEnabled(LogLevel logLevel) => true;

            public void Log<TState>(
                LogLevel logLevel,
                EventId eventId,
                TState state,
                Exception? exception,
                Func<TState, Exception?, string> formatter)
            {
                lock (records._all)
                {
                    records._all.Add((category, formatter(state, exception)));
                }

                if (records._next is { } next && next.Category == category)
                {
                    _ = next.Seen.TrySetResult(formatter(state, exception));
                }
            }
        }
    }
}
