using System.CommandLine;
using System.Globalization;
using Personalization.Benchmarks.Drill.Host;
using Personalization.Benchmarks.Reports;
using Personalization.Testing.Cluster;

namespace Personalization.Benchmarks.Drill;

/// <summary>Runs a simulated shop in several worlds, with and without faults.</summary>
internal sealed class DrillBenchmark : IBenchmark
{
    private readonly Option<int> _seed = CommandOptions.Seed();
    private readonly Option<double> _seconds = new("--seconds")
    {
        Description = "The time the shop is open in each world, seconds.",
        DefaultValueFactory = _ => 240,
    };

    private readonly Option<int> _shoppers =
        new("--shoppers") { Description = "The number of shoppers.", DefaultValueFactory = _ => 3_000 };
    private readonly Option<double> _visits =
        new("--visits") { Description = "Visits per second.", DefaultValueFactory = _ => 25 };
    private readonly Option<string[]> _without = new("--without")
    {
        Description =
            "Run other worlds instead: for each of these defenses, the faults and the shipped engine without that "
            + "defense.",
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<string?> _keep = new("--keep")
    {
        Description =
            "A folder for the figures of each world. The drill does not repeat a world that has figures there.",
    };

    private readonly Option<int> _most = new("--most")
    {
        Description = "Run at most this number of worlds now; with --keep the others can follow later.",
        DefaultValueFactory = _ => int.MaxValue,
    };

    private readonly Option<bool> _together = new("--together")
    {
        Description = "Run all worlds at the same time: faster, with more noise.",
    };

    /// <inheritdoc/>
    public Command CreateCommand()
    {
        _ = _without.AcceptOnlyFromAmong([.. Defenses.All]);
        return new(
            "drill",
            "A simulated shop in four worlds: healthy; faults with a naive engine; the same faults with the shipped "
                + "engine; a bad model deployed by hand. Needs PostgreSQL.")
        {
            _seed, _seconds, _shoppers, _visits, _without, _together, _keep, _most,
        };
    }

    /// <inheritdoc/>
    public async Task<Report> RunAsync(ParseResult arguments, TextWriter output, CancellationToken cancellationToken)
    {
        DrillWorld[] asked = arguments.GetValue(_without) is { Length: > 0 } defenses
            ? [.. defenses.Select(DrillWorld.But)]
            : [DrillWorld.Healthy, DrillWorld.Naive, DrillWorld.Shipped, DrillWorld.BadModel];
        DrillPlan plan = new(
            arguments.GetValue(_seed),
            arguments.GetValue(_seconds),
            arguments.GetValue(_shoppers),
            arguments.GetValue(_visits));
        SavedWorlds saved = new(arguments.GetValue(_keep), arguments.GetValue(_most));
        CannotRunException.ThrowIf(PostgresServer.Missing());
        IReadOnlyList<WorldFigures> worlds = arguments.GetValue(_together)
            ? await RunTogetherAsync(asked, plan, cancellationToken)
            : await RunInTurnAsync(asked, plan, saved, cancellationToken);
        foreach (WorldFigures figures in worlds)
        {
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"{figures.World}: {figures.Conversions:0.0} conversions in {figures.Visits} visits, "
                + $"{figures.Unanswered} without a list, {figures.Late} late, "
                + $"alerts: {string.Join("; ", figures.Alerts.Select(Describe))}"));
        }

        if (worlds.Count < asked.Length)
        {
            return new Report("drill", "Incident drill", "The remaining worlds are not run yet.") { Figures = worlds };
        }

        IReadOnlyList<string> failures =
            worlds[0].World != DrillWorld.Healthy.Name
            ? []
            : DrillVerdict.Check(plan, worlds[0], worlds[1], worlds[2], worlds[3]);
        return new Report("drill", "Incident drill", DrillReport.Write(plan, worlds, failures))
        {
            Figures = worlds,
            Picture = DrillPicture.Draw(plan, worlds),
            Succeeded = failures.Count == 0,
            Limits =
            [
                "Shoppers, engine, database and upstream share the machine.",
                arguments.GetValue(_together)
                    ? "All worlds ran at the same time, so they also share the machine with each other."
                    : "The worlds ran one after the other.",
                "One seed.",
            ],
        };
    }

    private static string Describe(DrillAlert alert) =>
        string.Create(CultureInfo.InvariantCulture, $"{alert.Name} at {alert.At:0} s ({alert.Why})");

    private static async Task<IReadOnlyList<WorldFigures>> RunInTurnAsync(
        DrillWorld[] asked, DrillPlan plan, SavedWorlds saved, CancellationToken stop)
    {
        List<WorldFigures> worlds = [];
        foreach (DrillWorld world in asked)
        {
            if (await saved.RunAsync(
                world, () => DrillRun.RunAsync(plan, world, new StartLine(1), stop)) is not { } figures)
            {
                break;
            }

            worlds.Add(figures);
        }

        return worlds;
    }

    private static async Task<IReadOnlyList<WorldFigures>> RunTogetherAsync(
        DrillWorld[] asked, DrillPlan plan, CancellationToken stop)
    {
        using CancellationTokenSource failed = CancellationTokenSource.CreateLinkedTokenSource(stop);
        StartLine start = new(asked.Length);
        return await Task.WhenAll(asked.Select(async world =>
        {
            try
            {
                return await DrillRun.RunAsync(plan, world, start, failed.Token);
            }
            catch (Exception)
            {
                await failed.CancelAsync(); // otherwise the other worlds wait for this world forever
                throw;
            }
        }));
    }
}
