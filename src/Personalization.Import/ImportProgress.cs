using System.Globalization;
using Spectre.Console;

namespace Personalization.Import;

/// <summary>
/// Shows an import's progress and rate: a bar on a terminal, else a line every 5 seconds; then a summary.
/// </summary>
internal static class ImportProgress
{
    private static readonly TimeSpan BarPeriod = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LinePeriod = TimeSpan.FromSeconds(5);

    /// <summary>Runs an import and shows its progress.</summary>
    public static async Task ShowAsync(ImportTotals totals, long done, long lines, Func<Task> import)
    {
        long start = TimeProvider.System.GetTimestamp();
        if (AnsiConsole.Profile.Capabilities.Interactive && !Console.IsOutputRedirected)
        {
            await ShowBarAsync(totals, done, lines, start, import);
        }
        else
        {
            await FollowAsync(import(), LinePeriod, () => Console.WriteLine(Line(totals, done, lines, start)));
        }

        TimeSpan took = TimeProvider.System.GetElapsedTime(start);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"Import finished in {took.TotalSeconds:0.0} s ({Rate(totals, start):N0} lines/s): {totals.Accepted:N0} "
                + $"accepted, {totals.Duplicates:N0} duplicates, {totals.Rejected:N0} rejected, {totals.Items:N0} "
                + $"items, {totals.Users:N0} users."));
    }

    private static Task ShowBarAsync(ImportTotals totals, long done, long lines, long start, Func<Task> import) =>
        AnsiConsole.Progress().Columns(
            new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(async context =>
            {
                ProgressTask bar = context.AddTask("Importing", maxValue: lines);
                await FollowAsync(import(), BarPeriod, () =>
                {
                    bar.Value = done + totals.Lines;
                    bar.Description = string.Create(CultureInfo.InvariantCulture, $"{Rate(totals, start):N0} lines/s");
                });
                bar.Value = lines;
            });

    private static async Task FollowAsync(Task work, TimeSpan period, Action show)
    {
        using PeriodicTimer timer = new(period, TimeProvider.System);
        while (!work.IsCompleted)
        {
            Task<bool> tick = timer.WaitForNextTickAsync().AsTask();
            if (await Task.WhenAny(work, tick) == work)
            {
                break;
            }

            show();
        }

        await work;
    }

    private static string Line(ImportTotals totals, long done, long lines, long start) =>
        string.Create(CultureInfo.InvariantCulture,
            $"{done + totals.Lines:N0} of {lines:N0} lines, {Rate(totals, start):N0} lines/s, {totals.Rejected:N0} "
                + $"rejected");

    private static double Rate(ImportTotals totals, long start) =>
        totals.Lines / Math.Max(0.001, TimeProvider.System.GetElapsedTime(start).TotalSeconds);
}
