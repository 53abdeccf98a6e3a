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
        PublishedTest test = Read(folder.Name);
        ImmutableArray<(int Users, ExperimentResults Results)> looks = test.Look(1);

        Assert.Equal([1, 2], looks.Single().Results.Arms.Select(arm => arm.Units));
        Assert.Equal((0.0, 1.0), Figures("retention_7"));
        Assert.Equal((1.0, 0.5), Figures("retention_1"));
        Assert.Equal((3.0, 19.5), Figures("sum_gamerounds"));

        (double?, double?) Figures(string metric)
        {
            MetricResult result = looks.Single().Results.Of(metric, "gate_40");
            return (result.Control, result.Value);
        }
    }

    [Fact]
    public void An_ab_test_may_have_any_file_name_columns_and_arms()
    {
        using DataFolder folder = new();
        folder.With("mine.csv", "group,bought,spent", "new,1,250", "old,0,0", "new,0,20", "other,1,9.5");
        PublishedTest test = PublishedTestFile.Read(
            Path.Combine(folder.Name, "mine.csv"), "group", "old", [new("bought"), PublishedMetric.Parse("spent=100")]);

        Assert.Equal(["old", "new", "other"], test.Definition.Arms.Select(arm => arm.Name));
        Assert.Equal(
            [("bought", MetricKind.Proportion), ("spent", MetricKind.Mean)],
            test.Definition.Metrics.Select(metric => (metric.Name, metric.Kind)));
        ExperimentResults results = test.Look(1).Single().Results;
        Assert.Equal(60, results.Of("spent", "new").Value);
        Assert.Equal(9.5, results.Of("spent", "other").Value);
    }

    [Fact]
    public void A_test_without_a_difference_is_reported()
    {
        using DataFolder folder = new();
        folder.With(
            "even.csv",
            [
                "version,won",
                .. Enumerable.Range(0, 400).Select(user => $"{(user % 2 == 0 ? "a" : "b")},{user / 2 % 2}"),
            ]);
        PublishedTest test = PublishedTestFile.Read(folder.Name, "version", null, [new("won")]);
        ImmutableArray<(int Users, ExperimentResults Results)> looks = test.Look(10);

        Assert.Contains(
            "None of 10 interim analyses found a difference of won.",
            PublishedTestText.Render(test, looks),
            StringComparison.Ordinal);
        Assert.True(PublishedTestText.IsAsPublished(test, looks[^1].Results, new(-0.01, 0.01)));
        Assert.False(PublishedTestText.IsAsPublished(test, looks[^1].Results, new(-0.01, -0.001)));
    }

    [Fact]
    public void A_missing_column_is_named()
    {
        using DataFolder folder = new();
        folder.With("cookie_cats.csv", "userid,version,retention_1", "1,gate_30,TRUE");
        InvalidDataException refused = Assert.Throws<InvalidDataException>(() => Read(folder.Name));

        Assert.Contains("but lacks retention_7, sum_gamerounds", refused.Message, StringComparison.Ordinal);
        Assert.Contains("It has userid, version, retention_1", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_value_that_is_no_number_is_listed()
    {
        using DataFolder folder = new();
        folder.With("mine.csv", "version,spent", "a,1", "b,much", "a,more");
        InvalidDataException refused = Assert.Throws<InvalidDataException>(
            () => PublishedTestFile.Read(folder.Name, "version", null, [new("spent")]));

        Assert.Equal(
            ["mine.csv, line 3: 'much' is not a finite number.", "mine.csv, line 4: 'more' is not a finite number."],
            refused.Message.Split('\n'));
    }

    [Theory]
    [InlineData("a", "b", "c")]
    [InlineData("a", null, "a")]
    public void A_test_needs_its_control_and_another_arm(string first, string? second, string control)
    {
        using DataFolder folder = new();
        folder.With("mine.csv", "version,won", $"{first},1", $"{second ?? first},0");
        Assert.Throws<InvalidDataException>(
            () => PublishedTestFile.Read(folder.Name, "version", control, [new("won")]));
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
        OpenBanditRow[] rows = OpenBanditLog.Read(
            Path.Combine(folder.Name, "random/men.csv"), BanditColumns.OpenBandit with { Affinity = "a_" });

        Assert.Equal(
            [(7, 0, false, 0.03), (3, 2, true, 0.25)],
            rows.Select(row => (row.Item, row.Position, row.Click, row.Propensity)));
        Assert.Equal(["x, y", "b", "c", "d"], rows[0].User);
        Assert.Equal([0, 2.5], rows[1].Affinities);
    }

    [Fact]
    public void A_bandit_log_may_have_other_columns_in_any_order_and_no_features()
    {
        using DataFolder folder = new();
        folder.With("log.csv", "p,slot,bought,thing", "0.5,2,1,4", "0.25,1,0,0");
        BanditColumns columns = new("thing", "slot", "bought", "p", "user_", "affinity_");
        OpenBanditRow[] rows = OpenBanditLog.Read(Path.Combine(folder.Name, "log.csv"), columns);

        Assert.Equal(
            [(4, 1, true, 0.5), (0, 0, false, 0.25)],
            rows.Select(row => (row.Item, row.Position, row.Click, row.Propensity)));
        Assert.All(rows, row => Assert.Equal((0, 0), (row.User.Length, row.Affinities.Length)));
    }

    [Fact]
    public void A_bandit_log_with_errors_lists_them()
    {
        using DataFolder folder = new();
        folder.With("log.csv", "item_id,position,click,propensity_score", "1,0,1,0.5", "1,1,0,0", "x,1,0,1");
        InvalidDataException refused = Assert.Throws<InvalidDataException>(
            () => OpenBanditLog.Read(Path.Combine(folder.Name, "log.csv"), BanditColumns.OpenBandit));

        Assert.Equal(
            [
                "log.csv, line 2: position must be 1 to 2147483647 but was 0.",
                "log.csv, line 3: propensity_score must be above 0 to 1 but was 0.",
                "log.csv, line 4: 'x' is not a finite number.",
            ],
            refused.Message.Split('\n'));
    }

    private static PublishedTest Read(string folder) =>
        PublishedTestFile.Read(folder, "version", null, ExperimentOptions.CookieCatsMetrics);
}
