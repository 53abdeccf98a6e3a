using Personalization.Client.Operations;
using Personalization.OperatorConsole.Verdicts;

namespace Personalization.Tests.OperatorConsole;

/// <summary>The verdict of an experiment in one sentence.</summary>
public sealed class VerdictSentenceTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_draft_says_what_to_do() => Assert.Equal(
        "A draft. Start it to measure.", VerdictSentence.Of(Of("draft"), null).Sentence);

    [Fact]
    public void Without_users_the_needed_number_is_named() => Assert.Equal(
        "Not decided: no users so far. Each arm needs 100 users before a conclusion.",
        VerdictSentence.Of(Of("running"), Report(1, [0, 0])).Sentence);

    [Fact]
    public void With_few_users_the_sentence_says_when_there_are_enough() => Assert.Equal(
        "Not decided: 18 and 20 users so far. At this rate each arm has the 100 users that a conclusion needs in "
            + "about 9 days.",
        VerdictSentence.Of(Of("running"), Report(2, [18, 20])).Sentence);

    /// <summary>The width falls with the square root of the users: 25 to 10 % takes 6.25 times as many.</summary>
    [Fact]
    public void An_open_interval_says_when_ten_percent_becomes_visible() => Assert.Equal(
        "Not decided: 1,000 and 1,020 users so far. "
            + "At this rate a difference of 10 % becomes visible in about 10 days.",
        VerdictSentence.Of(Of("running"), Report(2, [1000, 1020], Metric("open", 0.02, -0.23, 0.27))).Sentence);

    [Fact]
    public void A_narrow_interval_says_that_ten_percent_would_be_visible() => Assert.Equal(
        "Not decided: 9,000 and 9,020 users so far. A difference of 10 % would be visible by now.",
        VerdictSentence.Of(Of("running"), Report(2, [9000, 9020], Metric("open", 0.01, -0.04, 0.06))).Sentence);

    [Theory]
    [InlineData("better", 0.121, 0.034, 0.21, "ok", "better than the control on bought by 12.1 % (+3.4 % to +21 %).")]
    [InlineData("worse", -0.08, -0.12, -0.03, "warn", "worse than the control on bought by 8 % (−12 % to −3 %).")]
    public void A_decision_names_the_arm_and_the_size(
        string verdict, double relative, double low, double high, string light, string sentence) => Assert.Equal(
            new ExperimentVerdict(light, $"Decided: new is {sentence}"),
            VerdictSentence.Of(Of("running"), Report(5, [5000, 5000], Metric(verdict, relative, low, high))));

    [Fact]
    public void A_mismatch_and_a_breach_come_before_a_decision()
    {
        ExperimentReport good = Report(5, [5000, 5000], Metric("better", 0.1, 0.05, 0.15));

        Assert.Equal(
            "Invalid: the arms did not get their planned shares of users. Stop it and find the cause.",
            VerdictSentence.Of(Of("running"), good with { IsMismatch = true }).Sentence);
        Assert.Equal(
            new ExperimentVerdict("bad", "Stop it: new is worse on the guardrail revenue than the margin allows."),
            VerdictSentence.Of(Of("running"), good with { Breaches = [new GuardrailBreach("revenue", "new")] }));
    }

    [Fact]
    public void A_stopped_experiment_has_no_forecast() => Assert.Equal(
        "Stopped without a decision: 1,000 and 1,020 users.",
        VerdictSentence.Of(
            Of("stopped"), Report(2, [1000, 1020], Metric("open", 0.02, -0.23, 0.27)) with { Status = "stopped" })
            .Sentence);

    private static Experiment Of(string status) => new() { Name = "e", Status = status, StartedAt = Start };

    private static ExperimentReport Report(double days, long[] units, params MetricResult[] metrics) => new()
    {
        Name = "e",
        Status = "running",
        AsOf = Start.AddDays(days),
        Results = new ExperimentResults
        {
            Arms = [new ArmResult("control", units[0], 0.5), new ArmResult("new", units[1], 0.5)],
            Metrics = metrics,
        },
    };

    private static MetricResult Metric(string verdict, double relative, double low, double high) => new()
    {
        Metric = "bought",
        Arm = "new",
        Role = "primary",
        Verdict = verdict,
        Relative = relative,
        RelativeInterval = new ValueInterval(low, high),
    };
}
