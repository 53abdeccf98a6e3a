using Personalization.Abstractions.Models;
using Personalization.Engine.Evaluation;

namespace Personalization.Tests.Engine.Evaluation;

public sealed class PromotionGateTests
{
    private static readonly int[] Users = [.. Enumerable.Range(0, 48)];

    [Fact]
    public void M12_a_first_model_is_not_refused_for_a_difference_that_chance_explains()
    {
        // 48 cases: popular finds 12 targets, the version finds 9 others. The means differ by .06.
        PairedGain gain = PairedGain.Of(Users, Found(0, 12), Found(12, 9));
        Assert.True(gain.Mean < -0.05);

        OfflineReport first = Judge(gain);
        Assert.True(first.Passed, first.Verdict);
        Assert.StartsWith("Passed unproven", first.Verdict, StringComparison.Ordinal);
    }

    [Fact]
    public void A_later_model_must_be_at_least_as_good_as_popular_items() => Assert.False(Judge(null).Passed);

    [Fact]
    public void A_first_model_that_is_significantly_worse_is_refused()
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

    private static double[] Found(int from, int count) =>
    [.. Users.Select(user => user >= from && user < from + count ? 1.0 : 0)];

    private static OfflineReport Judge(PairedGain? first, long events = 1_000) => PromotionGate.Judge(
        new Dictionary<string, OfflineMetrics>
        {
            [PromotionGate.Engine] = new(0.2, 0.128, 0.1, 0.5),
            [PromotionGate.Popular] = new(0.25, 0.170, 0.12, 0.1),
        },
        Users.Length,
        200,
        10,
        events,
        first);
}
