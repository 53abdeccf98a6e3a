using System.Collections.Immutable;
using Personalization.Abstractions.Experiments;
using Personalization.Benchmarks.Experiments.OffPolicy;
using Personalization.Benchmarks.Experiments;
using Personalization.IntegrationTests.Benchmarks.Quality;

namespace Personalization.IntegrationTests.Benchmarks.Experiments;

/// <summary>The published CSV files, including quoted fields.</summary>
public sealed class PublishedFileTests
{
    [Fact]
    public void An_ab_test_is_read_by_column_names_and_quoted_commas_are_text()
    {
        using DataFolder folder = new();
        folder.With(
            "cookie_cats.csv",
            "userid,note,version,sum_gamerounds,retention_1,retention_7",
            "1,\"a, b\",gate_30,3,TRUE,FALSE",
            "2,\"said \"\"no, never\"\"\",\"gate_40\",38,FALSE,TRUE",
            "3,,gate_40,1,TRUE,TRUE");
        ImmutableArray<(int Players, ExperimentResults Results)> looks = CookieCats.Look(
            CookieCats.Read(folder.Name), 1);

        Assert.Equal([1, 2], looks.Single().Results.Arms.Select(arm => arm.Units));
        Assert.Equal((0.0, 1.0), Figures("retention_7"));
        Assert.Equal((1.0, 0.5), Figures("retention_1"));
        Assert.Equal((3.0, 19.5), Figures("rounds"));

        (double?, double?) Figures(string metric)
        {
            MetricResult result = looks.Single().Results.Of(metric, CookieCats.Arm);
            return (result.Control, result.Value);
        }
    }

    [Fact]
    public void An_ab_test_may_be_a_file_of_any_name()
    {
        using DataFolder folder = new();
        folder.With("mine.csv", "userid,version,sum_gamerounds,retention_1,retention_7", "1,gate_30,3,TRUE,FALSE");

        Assert.Single(CookieCats.Read(Path.Combine(folder.Name, "mine.csv")));
    }

    [Fact]
    public void A_missing_column_is_named()
    {
        using DataFolder folder = new();
        folder.With("cookie_cats.csv", "userid,version,retention_1", "1,gate_30,TRUE");
        InvalidDataException refused = Assert.Throws<InvalidDataException>(() => CookieCats.Read(folder.Name));

        Assert.Contains("but lacks sum_gamerounds, retention_7", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_bandit_log_is_read_and_quoted_commas_are_text()
    {
        using DataFolder folder = new();
        Directory.CreateDirectory(Path.Combine(folder.Name, "random"));
        folder.With(
            "random/men.csv",
            ",timestamp,item_id,position,click,propensity_score,"
                + "user_feature_0,user_feature_1,user_feature_2,user_feature_3,a_0,a_1",
            "0,\"24 Nov, 00:00\",7,1,0,0.03,\"x, y\",b,c,d,0.5,1",
            "1,24 Nov,3,3,1,0.25,a,b,c,d,0,2.5");
        OpenBanditRow[] rows = OpenBanditLog.Read(folder.Name, "random");

        Assert.Equal(
            [(7, 0, false, 0.03), (3, 2, true, 0.25)],
            rows.Select(row => (row.Item, row.Position, row.Click, row.Propensity)));
        Assert.Equal(["x, y", "b", "c", "d"], rows[0].User);
        Assert.Equal([0, 2.5], rows[1].Affinities);
    }
}
