using System.Diagnostics;
using System.Globalization;
using Personalization.Benchmarks.Reports;

namespace Personalization.IntegrationTests.Benchmarks.Reports;

/// <summary>SIGTERM ends a benchmark that only computes.</summary>
public sealed class TerminationTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task M19_a_signal_ends_a_benchmark_that_never_awaits()
    {
        using CancellationTokenSource late = CancellationTokenSource.CreateLinkedTokenSource(
            TestContext.Current.CancellationToken);
        late.CancelAfter(Limit);
        using Process benchmark = Process.Start(new ProcessStartInfo("dotnet")
        {
            ArgumentList = { typeof(BenchmarkCommand).Assembly.Location, "experiment", "--runs", "100000000" },
            RedirectStandardOutput = true,
        })!;
        try
        {
            string? line = await benchmark.StandardOutput.ReadLineAsync(late.Token);
            Assert.Equal("simulating 100000000 experiments of each kind", line);
            string id = benchmark.Id.ToString(CultureInfo.InvariantCulture);
            using Process signal = Process.Start("kill", ["-TERM", id]);
            await signal.WaitForExitAsync(late.Token);
            await benchmark.WaitForExitAsync(late.Token);
            Assert.NotEqual(0, benchmark.ExitCode);
        }
        finally
        {
            if (!benchmark.HasExited)
            {
                benchmark.Kill();
            }
        }
    }
}
