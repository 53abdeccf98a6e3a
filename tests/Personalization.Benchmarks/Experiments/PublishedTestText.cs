using System.Collections.Immutable;
using System.Globalization;
using Personalization.Abstractions.Experiments;
using Personalization.Benchmarks.Reports;

namespace Personalization.Benchmarks.Experiments;

/// <summary>Renders the results of a published experiment.</summary>
internal static class PublishedTestText
{
    /// <summary>
    /// Gets whether the difference of the primary metric of the first arm is in the published range, and the verdict
    /// has the sign of the range. A range that includes 0 asks for no verdict.
    /// </summary>
    public static bool IsAsPublished(PublishedTest test, ExperimentResults results, Interval published)
    {
        MetricResult result = results.Of(test.Primary, test.FirstArm);
        Verdict expected = published.High < 0 ? Verdict.Worse : published.Low > 0 ? Verdict.Better : Verdict.Open;
        return result.Verdict == expected
            && result.Difference is { } difference
            && difference >= published.Low
            && difference <= published.High;
    }

    /// <summary>Renders the table as Markdown.</summary>
    public static string Render(PublishedTest test, ImmutableArray<(int Users, ExperimentResults Results)> looks)
    {
        ExperimentResults last = looks[^1].Results;
        MarkdownTable table = new(
            "metric",
            "arm",
            test.Control,
            "value",
            "difference",
            "95 % confidence sequence",
            "exact",
            "anytime p",
            "verdict");
        foreach (MetricResult result in last.Metrics)
        {
            _ = table.Row(
                result.Metric,
                result.Arm,
                Number(result.Control),
                Number(result.Value),
                Number(result.Difference),
                Number(result.Interval),
                Number(result.ExactInterval),
                Number(result.PValue),
                result.Verdict.ToString().ToLowerInvariant());
        }

        string arms = string.Join(", ", last.Arms.Select(
            arm => string.Create(CultureInfo.InvariantCulture, $"{arm.Units:N0} in {arm.Arm}")));
        return string.Create(CultureInfo.InvariantCulture, $"""

            {test.Definition.Name}: {looks[^1].Users:N0} users, {arms}.
            The sample ratio test has p = {last.SampleRatio.PValue:0.###}.

            {table}
            {FirstVerdict(test, looks)}

            """);
    }

    private static string FirstVerdict(
        PublishedTest test, ImmutableArray<(int Users, ExperimentResults Results)> looks)
    {
        foreach ((int users, ExperimentResults results) in looks)
        {
            if (results.Of(test.Primary, test.FirstArm).Verdict is (Verdict.Worse or Verdict.Better) and var verdict)
            {
                string name = verdict.ToString().ToLowerInvariant();
                return string.Create(CultureInfo.InvariantCulture, $"The first of {looks.Length} interim analyses ")
                    + string.Create(
                        CultureInfo.InvariantCulture,
                        $"that found a {name} {test.Primary} came after {users:N0} users.");
            }
        }

        return $"None of {looks.Length} interim analyses found a difference of {test.Primary}.";
    }

    private static string Number(double? value) =>
        value?.ToString("0.#####", CultureInfo.InvariantCulture) ?? string.Empty;

    private static string Number(Interval? interval) => interval is { } known
        ? string.Create(CultureInfo.InvariantCulture, $"{known.Low:0.#####} to {known.High:0.#####}")
        : string.Empty;
}
