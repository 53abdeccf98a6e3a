using Personalization.Benchmarks.Quality.Layouts;
using Personalization.Benchmarks.Quality.Questions;

namespace Personalization.IntegrationTests.Benchmarks.Quality;

public sealed class LayoutTests
{
    [Theory]
    [InlineData("split", "test.txt")]
    [InlineData("ncf", "x.test.rating")]
    [InlineData("ncf", "x.test.negative")]
    [InlineData("sequences", "sequences.txt")]
    public void Item_numbers_do_not_depend_on_the_order_of_the_test_users(string layout, string reversed)
    {
        using DataFolder folder = new();
        folder.With("train.txt", "u b a", "v a b")
            .With("test.txt", "u z c", "v y d")
            .With("x.train.rating", "u\tb\t5\t0", "v\ta\t3\t0")
            .With("x.test.rating", "u\tz\t4\t9", "v\ty\t4\t9")
            .With("x.test.negative", "(u,z)\tz\tc", "(v,y)\ty\td")
            .With("sequences.txt", "u z b a c", "v y a b d");
        string[] items = Read(layout, folder).Log.Items;
        string path = Path.Combine(folder.Name, reversed);
        File.WriteAllLines(path, File.ReadAllLines(path).Reverse());

        Assert.Equal(items, Read(layout, folder).Log.Items);
        Assert.Equal(6, items.Length);
    }

    [Fact]
    public void Ncf_asks_for_the_last_item_among_its_candidates_each_once()
    {
        using DataFolder folder = new();
        folder.With("x.train.rating", "u1\ta\t5\t0", "u1\tb\t3\t0", "u2\tb\t1\t0")
            .With("x.test.rating", "u1\tc\t4\t9", "u2\ta\t4\t9")
            .With("x.test.negative", "(u1,c)\td\tc\te", "(u2,a)\tc\td\te");
        Protocol protocol = Read("ncf", folder);
        Assert.Equal((3, 2, 5), (protocol.Log.EventCount, protocol.Log.Users, protocol.Log.ItemCount));
        Assert.Equal(
            [["c", "d", "e"], ["a", "c", "d", "e"]],
            protocol.Questions.Select(question => Ids(protocol, question.Candidates)));
        Assert.Equal([["c"], ["a"]], protocol.Questions.Select(question => Ids(protocol, question.Targets)));
    }

    [Fact]
    public void Split_asks_for_all_test_items_and_masks_seen_items()
    {
        using DataFolder folder = new();
        Protocol protocol = Read(
            "split", folder.With("train.txt", "0 a b", "1 b c", "").With("test.txt", "0 c d", "1"));
        Question question = Assert.Single(protocol.Questions);
        Assert.Equal(["c", "d"], Ids(protocol, question.Targets));
        Assert.Equal(["a", "b"], Ids(protocol, question.Masked));
        Assert.True(question.MasksSeen);
    }

    [Fact]
    public void Sequences_ask_for_the_last_item_and_train_on_no_target()
    {
        using DataFolder folder = new();
        folder.With("sequences.txt", "u a b c d", "v b c a");
        Protocol protocol = Read("sequences", folder);
        Assert.Equal([["d"], ["a"]], protocol.Questions.Select(question => Ids(protocol, question.Targets)));
        Assert.Equal([["a", "b", "c"], ["b", "c"]], protocol.Questions.Select(
            question => question.Signal.Events.ToArray().Select(happened => protocol.Log.Items[happened.Item])));
        Assert.Equal(5, protocol.Log.EventCount);
        Protocol strict = Layout.Read("sequences", folder.Name, "strict", 1);
        Assert.Equal(3, strict.Log.EventCount);
        Assert.Equal(
            protocol.Questions.SelectMany(question => question.Targets),
            strict.Questions.SelectMany(question => question.Targets));
        Assert.Equal([3, 2], strict.Questions.Select(question => question.Signal.Events.Length));
        Protocol valid = Layout.Read("sequences", folder.Name, "valid", 1);
        Assert.Equal([["c"], ["c"]], valid.Questions.Select(question => Ids(valid, question.Targets)));
        Assert.Equal(3, valid.Log.EventCount);
    }

    [Fact]
    public void Sessions_ask_for_the_item_after_a_prefix()
    {
        using DataFolder folder = new();
        Protocol protocol = Read(
            "sessions",
            folder.With("train_sessions.txt", "1 2 1", "3").With("test_prefix_target.txt", "2 9 1\t3", "3\t9"));
        Assert.Equal((4, 2, 3), (protocol.Log.EventCount, protocol.Log.Users, protocol.Log.ItemCount));
        Assert.Equal([["2", "1"], ["3"]], protocol.Questions.Select(
            question => question.Signal.Events.ToArray().Select(happened => protocol.Log.Items[happened.Item])));
        Assert.Equal([2, -1], protocol.Questions.Select(question => question.Targets[0]));
        Assert.All(protocol.Questions, question => Assert.Empty(question.Masked));
    }

    [Fact]
    public void Clicks_ask_for_every_next_item_in_time_order_and_mask_the_current_one()
    {
        using DataFolder folder = new();
        folder.With("train.txt", "SessionId\tItemId\tTime", "s\ta\t20.5", "s\tb\t10", "s\tc\t30").With(
            "test.txt", "SessionId\tItemId\tTime", "t\tc\t60", "t\ta\t50", "t\tb\t70");
        Protocol protocol = Read("clicks", folder);
        Assert.Equal(
            ["b", "a", "c"], protocol.Log.EventsOf(0).ToArray().Select(happened => protocol.Log.Items[happened.Item]));
        Assert.Equal(["c", "b"], protocol.Questions.SelectMany(question => Ids(protocol, question.Targets)));
        Assert.Equal(["a", "c"], protocol.Questions.SelectMany(question => Ids(protocol, question.Masked)));
        Assert.All(protocol.Questions, question => Assert.False(question.MasksSeen));
    }

    [Fact]
    public void Ratings_are_split_by_item_and_seed()
    {
        using DataFolder folder = new();
        folder.With("u.data", [.. Enumerable.Range(0, 8)
            .SelectMany(user => Enumerable.Range(0, 5).Select(item => $"{user}\t{item}\t3\t{user}"))]);
        Protocol one = Layout.Read("ratings", folder.Name, "test", 1);
        Protocol two = Layout.Read("ratings", folder.Name, "test", 2);
        Assert.Equal(30, one.Log.EventCount);
        Assert.Equal(10, one.Questions.Sum(question => question.Targets.Length));
        Assert.All(
            Enumerable.Range(0, 5),
            item => Assert.Equal(6, one.Log.AllEvents.ToArray().Count(happened => happened.Item == item)));
        Assert.All(one.Questions, question => Assert.Empty(question.Targets.Intersect(question.Masked)));
        Assert.NotEqual(one.Log.AllEvents.ToArray(), two.Log.AllEvents.ToArray());
    }

    [Fact]
    public void Shop_asks_for_the_held_out_purchases()
    {
        using DataFolder folder = new();
        folder.With("events.csv", "timestamp,visitorid,itemid,event", "1,0,7,view", "2,0,7,transaction", "3,1,8,view")
            .With("test_buy.csv", "visitorid,itemid", "0,8");
        Protocol protocol = Read("shop", folder);
        Question question = Assert.Single(protocol.Questions);
        Assert.Equal([["8"], ["7"]], [Ids(protocol, question.Targets), Ids(protocol, question.Masked)]);
        Assert.Equal([1f, 5f], question.Signal.Events.ToArray().Select(happened => happened.Weight));
    }

    [Fact]
    public void All_invalid_lines_are_reported_with_their_numbers()
    {
        using DataFolder folder = new();
        folder.With("train.txt", "SessionId\tItemId\tTime", "s\ta\tnoon", "s\tb").With(
            "test.txt", "SessionId\tItemId\tTime", "t\ta\t1", "t\tb\tlater");
        InvalidDataException thrown = Assert.Throws<InvalidDataException>(() => Read("clicks", folder));
        Assert.All(
            [
                "train.txt, line 2: 'noon'",
                "train.txt, line 3: must have at least 3 fields but has 2",
                "test.txt, line 3: 'later'",
            ],
            part => Assert.Contains(part, thrown.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Invalid_lines_of_a_shop_are_reported_with_their_numbers()
    {
        using DataFolder folder = new();
        folder.With("events.csv", "timestamp,visitorid,itemid,event", "1,0,7,view", "x,0,7,view", "3,1,8,stare").With(
            "test_buy.csv", "visitorid,itemid", "0");
        InvalidDataException thrown = Assert.Throws<InvalidDataException>(() => Read("shop", folder));
        Assert.All(
            [
                "events.csv, line 3: 'x'",
                "events.csv, line 4: 'stare'",
                "test_buy.csv, line 2: must have at least 2 fields but has 1",
            ],
            part => Assert.Contains(part, thrown.Message, StringComparison.Ordinal));
    }

    [Theory, InlineData("ncf"), InlineData("split"), InlineData(
        "sequences"), InlineData("sessions"), InlineData("clicks"), InlineData("ratings"), InlineData("shop")]
    public void A_folder_without_the_files_names_the_missing_ones(string name)
    {
        using DataFolder folder = new();
        Assert.Contains(
            folder.Name,
            Assert.Throws<InvalidDataException>(() => Read(name, folder)).Message,
            StringComparison.Ordinal);
    }

    private static Protocol Read(string name, DataFolder folder) => Layout.Read(name, folder.Name, "test", 1);

    private static string[] Ids(Protocol protocol, int[] items) => [.. items.Select(item => protocol.Log.Items[item])];
}
