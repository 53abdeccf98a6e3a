using Personalization.Engine.DataQuality;

namespace Personalization.Tests.Engine.DataQuality;

public sealed class CusumDetectorTests
{
    [Fact]
    public void Evidence_is_the_logarithm_of_the_likelihood_ratio()
    {
        // Poisson: 3 events, mean 8 against 4. Binomial: 2 of 5, share 0.4 against 0.1.
        double poisson = Math.Log(Math.Pow(8, 3) * Math.Exp(-8) / (Math.Pow(4, 3) * Math.Exp(-4)));
        double binomial = Math.Log(Math.Pow(0.4, 2) * Math.Pow(0.6, 3) / (Math.Pow(0.1, 2) * Math.Pow(0.9, 3)));

        Assert.Equal(poisson, Evidence.OfVolume(3, 4, 2, spread: 1), 12);
        Assert.Equal(binomial / 2, Evidence.OfShare(2, 5, 0.1, 0.4, spread: 2), 12);
    }

    [Fact]
    public void One_window_counts_at_most_a_third_and_a_break_ends_at_zero_evidence()
    {
        CusumDetector detector = new();
        Assert.Null(detector.Add(1e9, 9, window: 5, hits: 1, of: 2));
        Assert.Equal(3, detector.Strength);
        Assert.Null(detector.Add(-1e9, 9, 6, 1, 2));
        Assert.Null(detector.Add(1e9, 9, 7, 1, 2));
        Assert.Null(detector.Add(1e9, 9, 8, 1, 2));
        Assert.True(detector.Add(1e9, 9, 9, 1, 2));
        Assert.Equal((7, 3.0, 6.0), (detector.Since, detector.Hits, detector.Of));
        Assert.Null(detector.Add(1e9, 9, 10, 1, 2));
        Assert.Null(detector.Add(-1e9, 9, 11, 1, 2));
        CusumDetector restored = CusumDetector.Restore(detector.Save());
        Assert.Null(restored.Add(-1e9, 9, 12, 1, 2));
        Assert.False(restored.Add(-1e9, 9, 13, 1, 2));
        Assert.False(restored.IsOpen);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void False_alarms_are_within_the_published_bound(int seed)
    {
        // with a limit of 5, Lorden's bound is one in exp(5) = 148 windows; the true rate is lower
        Random random = new(seed);
        int alarms = 0;
        const int windows = 200_000;
        CusumDetector detector = new();
        for (int window = 0; window < windows; window++)
        {
            int hits = 0;
            for (int i = 0; i < 20; i++)
            {
                hits += random.NextDouble() < 0.1 ? 1 : 0;
            }

            if (detector.Add(Evidence.OfShare(hits, 20, 0.1, 0.3, 1), 5, window, hits, 20) is true)
            {
                alarms++;
                detector = new CusumDetector();
            }
        }

        Assert.InRange(alarms, 1, (int)(windows / Math.Exp(5)));
    }
}
