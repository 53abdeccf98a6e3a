using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Personalization.Benchmarks.Reports;
using Personalization.Shared.Cluster;

namespace Personalization.Benchmarks.Drill;

/// <summary><c>drill</c>: the incident, four times.</summary>
internal static class DrillCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        Option<int> seed = new("--seed") { DefaultValueFactory = _ => 1 };
        Option<double> seconds = new("--seconds") { Description = "How long the shop is open in each world.", DefaultValueFactory = _ => 240 };
        Option<int> shoppers = new("--shoppers") { DefaultValueFactory = _ => 3_000 };
        Option<double> visits = new("--visits") { Description = "Visits a second.", DefaultValueFactory = _ => 25 };
        Option<string[]> without = new("--without")
        {
            Description = "Live other worlds: for each of these defences the faults, and the engine as it ships but for this one: NoDeadlines, NoRetries, NoValidation, NoLadder.",
            AllowMultipleArgumentsPerToken = true,
        };
        without.AcceptOnlyFromAmong("NoDeadlines", "NoRetries", "NoValidation", "NoLadder");
        Option<string?> keep = new("--keep") { Description = "A folder: each world's figures are kept in it, and a world that is there already is not lived again." };
        Option<int> most = new("--most") { Description = "Live at most so many worlds now; with --keep the others follow another time.", DefaultValueFactory = _ => int.MaxValue };
        Option<bool> together = new("--together") { Description = "Live all worlds at the same time: sooner done, and noisier." };
        Option<string?> json = new("--json") { Description = "Also write the figures to this file, as JSON." };
        Option<string?> markdown = new("--markdown") { Description = "Also write the table to this file." };
        Option<string?> picture = new("--picture") { Description = "Also draw the worlds over time into this .png file." };
        Command command = new("drill", "A simulated shop in four worlds: healthy; the faults of the story with a naive build of the engine; the same with the engine as it ships; a bad model deployed by hand. Needs PostgreSQL.") { seed, seconds, shoppers, visits, without, together, keep, most, json, markdown, picture };
        command.SetAction((parsed, stop) => RunAsync(
            parsed.GetValue(without) is { Length: > 0 } defences ? [.. defences.Select(DrillWorld.But)] : [DrillWorld.Healthy, DrillWorld.Naive, DrillWorld.Shipped, DrillWorld.BadModel],
            new DrillPlan(parsed.GetValue(seed), parsed.GetValue(seconds), parsed.GetValue(shoppers), parsed.GetValue(visits)),
            parsed.GetValue(together), new KeptWorlds(parsed.GetValue(keep), parsed.GetValue(most)), parsed.GetValue(json), parsed.GetValue(markdown), parsed.GetValue(picture), Console.Out, stop));
        return command;
    }

    private static async Task<int> RunAsync(DrillWorld[] asked, DrillPlan plan, bool together, KeptWorlds kept, string? json, string? markdown, string? picture, TextWriter output, CancellationToken stop)
    {
        if (PostgresServer.Missing() is { } missing)
        {
            await output.WriteLineAsync($"Cannot run: {missing}.");
            return 1;
        }

        IReadOnlyList<WorldFigures> worlds = together ? await LiveTogetherAsync(asked, plan, stop) : await LiveInTurnAsync(asked, plan, kept, stop);
        foreach (WorldFigures figures in worlds)
        {
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                $"{figures.World}: {figures.Conversions:0.0} conversions in {figures.Visits} visits, {figures.Unanswered} without a list, {figures.Late} late, alerts: {string.Join("; ", figures.Alerts.Select(alert => $"{alert.Name} at {alert.At:0} s ({alert.Why})"))}"));
        }

        if (worlds.Count < asked.Length)
        {
            await output.WriteLineAsync("The other worlds follow another time.");
            return 0;
        }

        IReadOnlyList<string> failures = worlds[0].World != DrillWorld.Healthy.Name ? [] : DrillVerdict.Check(plan, worlds[0], worlds[1], worlds[2], worlds[3]);
        string command = string.Create(CultureInfo.InvariantCulture,
            $"`dotnet run -c Release --project tests/Personalization.Benchmarks -- drill --seed {plan.Seed} --seconds {plan.Seconds} --shoppers {plan.Shoppers} --visits {plan.VisitsPerSecond}{(together ? " --together" : string.Empty)}`");
        string report = DrillReport.Write(plan, worlds, failures, command);
        await output.WriteLineAsync(report);
        await ReportFiles.WriteAsync(json, markdown, JsonSerializer.Serialize(worlds, ReportFiles.Readable), report);
        if (picture is not null)
        {
            DrillPicture.Save(plan, worlds, picture);
        }

        return failures.Count == 0 ? 0 : 1;
    }

    private static async Task<IReadOnlyList<WorldFigures>> LiveInTurnAsync(DrillWorld[] asked, DrillPlan plan, KeptWorlds kept, CancellationToken stop)
    {
        List<WorldFigures> worlds = [];
        foreach (DrillWorld world in asked)
        {
            if (await kept.LiveAsync(world, () => DrillRun.RunAsync(plan, world, new StartLine(1), stop)) is not { } figures)
            {
                break;
            }

            worlds.Add(figures);
        }

        return worlds;
    }

    private static async Task<IReadOnlyList<WorldFigures>> LiveTogetherAsync(DrillWorld[] asked, DrillPlan plan, CancellationToken stop)
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
                await failed.CancelAsync(); // or the others would wait for this world for ever
                throw;
            }
        }));
    }
}
