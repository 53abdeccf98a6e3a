using System.Collections.Concurrent;
using System.Globalization;
using Personalization.Grains.Models;

namespace Personalization.Tests.Grains.Models;

[Trait("Category", "Training")]
public sealed class TrainingSchedulerTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Tasks_and_their_child_tasks_run_only_on_the_schedulers_threads(int threads)
    {
        ConcurrentBag<(bool Pool, int Thread)> seen = [];
        using (TrainingScheduler scheduler = new(threads))
        {
            await Task.Factory.StartNew(() => Parallel.For(
                0,
                2_000,
                new ParallelOptions { MaxDegreeOfParallelism = threads, TaskScheduler = TaskScheduler.Current },
                _ =>
                {
                    Thread.SpinWait(20_000);
                    seen.Add((Thread.CurrentThread.IsThreadPoolThread, Environment.CurrentManagedThreadId));
                }), CancellationToken.None, TaskCreationOptions.None, scheduler);
        }

        Assert.DoesNotContain(seen, entry => entry.Pool);
        Assert.InRange(seen.Select(entry => entry.Thread).Distinct().Count(), 1, threads);
    }

    [Fact]
    public async Task The_threads_have_a_low_priority()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Nice values exist only on Linux.");
        using TrainingScheduler scheduler = new(1);
        int nice = await Task.Factory.StartNew(
            NiceOfThisThread, CancellationToken.None, TaskCreationOptions.None, scheduler);
        Assert.True(nice >= 10, $"nice is {nice}");
        Assert.True(nice > NiceOfThisThread() || NiceOfThisThread() >= 10);
    }

    // Field 19 of the kernel's line about a thread. Field 2, its name in brackets, can contain spaces.
    private static int NiceOfThisThread()
    {
        string line = File.ReadAllText("/proc/thread-self/stat");
        return int.Parse(line[(line.LastIndexOf(')') + 2)..].Split(' ')[16], CultureInfo.InvariantCulture);
    }
}
