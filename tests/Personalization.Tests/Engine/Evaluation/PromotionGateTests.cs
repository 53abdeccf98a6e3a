using Personalization.Abstractions.Models;
using Personalization.Engine.Evaluation;

namespace Personalization.Tests.Engine.Evaluation;

public sealed class PromotionGateTests
{
    private static readonly int[] Users = [.. Enumerable.Range(0, 48)];

    [Fact]
    public void M12_a_model_is_not_refused_for_a_difference_that_chance_explains()
    {
        // 48 cases: popular finds 12 targets, the version finds 9 others. The means differ by .06.
        PairedGain gain = PairedGain.Of(Users, Found(0, 12), Found(12, 9));
        Assert.True(gain.Mean < -0.05);

        OfflineReport report = Judge(gain);
        Assert.True(report.Passed, report.Verdict);
        Assert.Equal(
            "Passed unproven: NDCG@10 0.1280, most popular 0.1700, on 48 test cases; the difference -0.0625 with "
                + "standard error 0.0950 is within chance; a proof needs at least 200 cases.",
            report.Verdict);
    }

    [Fact]
    public void A_model_that_is_significantly_worse_is_refused()
    {
        OfflineReport report = Judge(PairedGain.Of(Users, Found(0, 40), Found(0, 10)));
        Assert.False(report.Passed);
        Assert.StartsWith("Refused", report.Verdict, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(10, true)]
    public void A_few_equal_cases_are_no_certainty(int cases, bool isRealLoss)
    {
        double[] all = [.. Enumerable.Repeat(1.0, cases)];
        PairedGain gain = PairedGain.Of([.. Enumerable.Range(0, cases)], all, new double[cases]);
        Assert.Equal((-1, 0), (gain.Mean, gain.Error));
        Assert.Equal(isRealLoss, gain.IsRealLoss(cases));
    }

    [Fact]
    public void A_model_without_events_is_refused() =>
        Assert.False(Judge(PairedGain.Of(Users, Found(0, 1), Found(0, 1)), events: 0).Passed);

    [Theory]
    [InlineData(749, 1_000, false)]
    [InlineData(750, 1_000, true)]
    [InlineData(1, 0, true)]
    public void A_model_from_much_fewer_events_than_the_live_one_is_refused(long events, long live, bool passes)
    {
        OfflineReport report = Judge(PairedGain.Of(Users, Found(0, 1), Found(0, 20)), events, live);
        Assert.Equal(passes, report.Passed);
        Assert.Equal(passes, !report.Verdict.Contains("promote the version by hand", StringComparison.Ordinal));
    }

    private static double[] Found(int from, int count) =>
    [.. Users.Select(user => user >= from && user < from + count ? 1.0 : 0)];

    private static OfflineReport Judge(PairedGain gain, long events = 1_000, long live = 0) => PromotionGate.Judge(
        new Dictionary<string, OfflineMetrics>
        {
            [PromotionGate.Engine] = new(0.2, 0.128, 0.1, 0.5),
            [PromotionGate.Popular] = new(0.25, 0.170, 0.12, 0.1),
        },
        Users.Length,
        200,
        10,
        events,
        gain,
        live);
}
