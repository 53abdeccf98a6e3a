using System.Globalization;
using Personalization.Client.Operations;

namespace Personalization.OperatorConsole.Verdicts;

/// <summary>Writes the verdict of an experiment for people who do not read intervals.</summary>
internal static class VerdictSentence
{
    /// <summary>The relative difference that the forecast asks for.</summary>
    private const double Target = 0.10;

    private const double FewestDays = 1.0 / 24;
    private const double MostDays = 365;

    /// <summary>Writes the verdict.</summary>
    /// <param name="experiment">The experiment.</param>
    /// <param name="report">Its results; null when they could not be read.</param>
    public static ExperimentVerdict Of(Experiment experiment, ExperimentReport? report)
    {
        if (experiment.Status == "draft")
        {
            return new ExperimentVerdict(string.Empty, "A draft. Start it to measure.");
        }

        if (report is null)
        {
            return new ExperimentVerdict(string.Empty, "No results yet.");
        }

        if (report.IsMismatch)
        {
            return new ExperimentVerdict(
                "bad", "Invalid: the arms did not get their planned shares of users. Stop it and find the cause.");
        }

        if (report.Breaches is [{ } breach, ..])
        {
            return new ExperimentVerdict(
                "bad", $"Stop it: {breach.Arm} is worse on the guardrail {breach.Metric} than the margin allows.");
        }

        MetricResult[] primary = [.. report.Results.Metrics.Where(metric => metric.Role == "primary")];
        return primary.FirstOrDefault(metric => metric.Verdict == "better") is { } better
            ? new ExperimentVerdict("ok", $"Decided: {Compare(better, "better")}.")
            : primary.FirstOrDefault(metric => metric.Verdict == "worse") is { } worse
            ? new ExperimentVerdict("warn", $"Decided: {Compare(worse, "worse")}.")
            : new ExperimentVerdict(string.Empty, Open(experiment, report, primary));
    }

    private static string Compare(MetricResult metric, string word)
    {
        string size = metric.Relative is { } relative
            ? $" by {Percent(Math.Abs(relative))}{RangeOf(metric)}"
            : string.Empty;
        return $"{metric.Arm} is {word} than the control on {metric.Metric}{size}";
    }

    private static string RangeOf(MetricResult metric) =>
        metric.RelativeInterval is { Low: { } low, High: { } high }
            ? $" ({Signed(low)} to {Signed(high)})"
            : string.Empty;

    private static string Open(Experiment experiment, ExperimentReport report, MetricResult[] primary)
    {
        long[] units = [.. report.Results.Arms.Select(arm => arm.Units)];
        string users = units.Length == 0 || units.Sum() == 0 ? "no users" : $"{Join(units)} users";
        string start = report.Status == "stopped"
            ? $"Stopped without a decision: {users}."
            : $"Not decided: {users} so far.";
        string? forecast = report.Status == "running" ? Forecast(experiment, report, primary, units) : null;
        return forecast is null ? start : $"{start} {forecast}";
    }

    private static string? Forecast(
        Experiment experiment, ExperimentReport report, MetricResult[] primary, long[] units)
    {
        long least = units.DefaultIfEmpty().Min();
        long needed = experiment.Definition?.MinUnits ?? 100;
        double days = experiment.StartedAt is { } start ? (report.AsOf - start).TotalDays : 0;
        if (least < needed && (days < FewestDays || least == 0))
        {
            return $"Each arm needs {needed.ToString("N0", CultureInfo.InvariantCulture)} users before a conclusion.";
        }

        double? half = primary.Select(metric => metric.RelativeInterval)
            .Select(interval => (interval?.High - interval?.Low) / 2)
            .Max();
        return half is { } width
            ? DaysUntil(days, width) is { } left
                ? $"At this rate a difference of {Percent(Target)} becomes visible in {left}."
                : $"A difference of {Percent(Target)} would be visible by now."
            : days >= FewestDays && least < needed
            ? $"At this rate each arm has the {needed.ToString("N0", CultureInfo.InvariantCulture)} users that a "
                + $"conclusion needs in {Days(days * ((needed / (double)least) - 1))}."
            : null;
    }

    /// <summary>
    /// The time until the interval is as narrow as the target, if users keep coming at the same rate: its width falls
    /// with the square root of the users. Null when it is narrow enough.
    /// </summary>
    private static string? DaysUntil(double days, double width)
    {
        double factor = Math.Pow(width / Target, 2);
        return factor <= 1 ? null : Days(Math.Max(days, FewestDays) * (factor - 1));
    }

    private static string Days(double days) => days switch
    {
        < 1 => "less than a day",
        < 1.5 => "about a day",
        > MostDays => "more than a year",
        _ => $"about {Math.Round(days).ToString(CultureInfo.InvariantCulture)} days",
    };

    private static string Join(long[] units)
    {
        string[] texts = [.. units.Select(one => one.ToString("N0", CultureInfo.InvariantCulture))];
        return texts.Length == 1 ? texts[0] : $"{string.Join(", ", texts[..^1])} and {texts[^1]}";
    }

    private static string Percent(double share) => (share * 100).ToString("0.#", CultureInfo.InvariantCulture) + " %";

    private static string Signed(double share) =>
        (share * 100).ToString("+0.#;−0.#;0", CultureInfo.InvariantCulture) + " %";
}
