using System.Collections.Immutable;
using System.Globalization;
using Personalization.Abstractions.Experiments;
using Personalization.Client.Api.Experiments;
using Personalization.Engine.Experiments.Results;
using Personalization.Engine.Experiments.Statistics;

namespace Personalization.Benchmarks.Experiments;

/// <summary>
/// A published A/B test of a mobile game: where the first gate stands, at level 30 or 40. The file has no times; player numbers, which are in
/// its order, take their place.
/// </summary>
internal static class CookieCats
{
    /// <summary>The arm compared with the control.</summary>
    public const string Arm = "gate_40";

    /// <summary>The experiment: 7-day retention decides. All settings are the defaults.</summary>
    public static readonly ExperimentDefinition Definition = new()
    {
        Name = "cookie-cats",
        Status = ExperimentStatus.Running,
        Arms = [ArmDefinition.Control("gate_30"), ArmDefinition.Control(Arm)],
        Metrics =
        [
            new() { Name = "retention_7", Kind = MetricKind.Proportion },
            new() { Name = "retention_1", Kind = MetricKind.Proportion, Role = MetricRole.Secondary },
            new() { Name = "rounds", Role = MetricRole.Secondary, Cap = 500 },
        ],
    };

    /// <summary>Reads the players in the file's order, each as the statistics of one user.</summary>
    /// <exception cref="FormatException">The file is not in the layout: userid, version, sum_gamerounds, retention_1, retention_7.</exception>
    public static ImmutableArray<ExperimentStatistics> Read(string folder)
    {
        string path = Path.Combine(folder, "cookie_cats.csv");
        string[] lines = File.ReadAllLines(path);
        return lines[0] == "userid,version,sum_gamerounds,retention_1,retention_7"
            ? [.. lines.Skip(1).Select(line => Player(line.Split(',')))]
            : throw new FormatException($"{path} does not begin with the line userid,version,sum_gamerounds,retention_1,retention_7.");
    }

    /// <summary>Looks at the experiment as the players come.</summary>
    /// <returns>The number of players and the results at each look, the last one with all players.</returns>
    public static ImmutableArray<(int Players, ExperimentResults Results)> Look(ImmutableArray<ExperimentStatistics> players, int looks)
    {
        ImmutableArray<(int, ExperimentResults)>.Builder results = ImmutableArray.CreateBuilder<(int, ExperimentResults)>();
        ExperimentStatistics statistics = ExperimentStatistics.Empty;
        int seen = 0;
        for (int look = 1; look <= looks; look++)
        {
            for (int until = (int)((long)players.Length * look / looks); seen < until; seen++)
            {
                statistics += players[seen];
            }

            results.Add((seen, ExperimentAnalyst.Analyse(Definition, statistics)));
        }

        return results.ToImmutable();
    }

    /// <summary>The interval of 7-day retention over the looks.</summary>
    public static string Picture(ImmutableArray<(int Players, ExperimentResults Results)> looks)
    {
        ImmutableArray<(int Players, MetricResult Result)> results = [.. looks.Select(look => (look.Players, look.Results.Of("retention_7", Arm)))];
        return IntervalPicture.Render(
            new("Cookie Cats: 7-day retention, gate at level 40 against 30", "players", "difference of retention", IsShare: true),
            [
                new("gate_40 - gate_30, 95 % at every look", [.. results.Select(look => new IntervalPoint(look.Players, look.Result.Difference ?? 0, look.Result.Interval))]),
            ]);
    }

    private static ExperimentStatistics Player(string[] fields) => ExperimentStatistics.Of(fields[1], new()
    {
        Units = 1,
        Metrics = ImmutableSortedDictionary<string, Moments>.Empty
            .Add("retention_7", Moments.Of(fields[4] == "TRUE" ? 1 : 0))
            .Add("retention_1", Moments.Of(fields[3] == "TRUE" ? 1 : 0))
            .Add("rounds", Moments.Of(Math.Min(500, double.Parse(fields[2], CultureInfo.InvariantCulture)))),
    });
}
