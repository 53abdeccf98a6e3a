using System.Collections.Immutable;
using Personalization.Abstractions.Experiments;
using Personalization.Benchmarks.Reports;
using Personalization.Engine.Experiments.Results;
using Personalization.Engine.Experiments.Statistics;

namespace Personalization.Benchmarks.Experiments;

/// <summary>
/// A published A/B test: one row for each user. The file has no times; the order of the rows replaces them.
/// </summary>
/// <param name="Definition">The experiment with the first metric as its primary one, and default settings.</param>
/// <param name="Users">The statistics of each user, in file order.</param>
internal sealed record PublishedTest(ExperimentDefinition Definition, ImmutableArray<ExperimentStatistics> Users)
{
    /// <summary>Gets the name of the control.</summary>
    public string Control => Definition.Arms[0].Name;

    /// <summary>Gets the name of the primary metric.</summary>
    public string Primary => Definition.Metrics[0].Name;

    /// <summary>Gets the first arm that is compared with the control.</summary>
    public string FirstArm => Definition.Arms[1].Name;

    /// <summary>Runs interim analyses while the users arrive.</summary>
    /// <returns>The number of users and the results of each interim analysis; the last one has all users.</returns>
    public ImmutableArray<(int Users, ExperimentResults Results)> Look(int looks)
    {
        ImmutableArray<(int, ExperimentResults)>.Builder results =
            ImmutableArray.CreateBuilder<(int, ExperimentResults)>();
        ExperimentStatistics statistics = ExperimentStatistics.Empty;
        int seen = 0;
        for (int look = 1; look <= looks; look++)
        {
            for (int until = (int)((long)Users.Length * look / looks); seen < until; seen++)
            {
                statistics += Users[seen];
            }

            results.Add((seen, ExperimentAnalyst.Analyse(Definition, statistics)));
        }

        return results.ToImmutable();
    }

    /// <summary>Draws the interval of the primary metric of the first arm over the interim analyses, as SVG.</summary>
    public string Picture(ImmutableArray<(int Users, ExperimentResults Results)> looks)
    {
        (int Users, MetricResult Result)[] results =
        [.. looks.Select(look => (look.Users, look.Results.Of(Primary, FirstArm)))];
        string color = SvgPlot.ColorOf(0);
        SvgPlot plot = new(
            $"{Definition.Name}: {Primary}, {FirstArm} against {Control}", "users", $"difference of {Primary}")
        {
            FromZero = false,
        };
        plot.Add(
            "difference", results.Select(look => ((double)look.Users, look.Result.Difference ?? double.NaN)), color);
        plot.Add(
            "95 % confidence sequence",
            results.Select(look => ((double)look.Users, look.Result.Interval?.Low ?? double.NaN)),
            color,
            "6 4");
        plot.Add(
            null,
            results.Select(look => ((double)look.Users, look.Result.Interval?.High ?? double.NaN)),
            color,
            "6 4");
        return SvgPlot.Stack(plot);
    }
}
