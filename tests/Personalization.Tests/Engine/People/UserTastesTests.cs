using Personalization.Abstractions.EventLog;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Users;
using Personalization.Engine.Models;
using Personalization.Engine.People;
using Personalization.Engine.Training;
using Personalization.Testing.Worlds;

namespace Personalization.Tests.Engine.People;

/// <summary>Users of four tastes: user <c>uN</c> chooses only items of block N modulo 4.</summary>
public sealed class UserTastesTests
{
    private static readonly List<LogRecord> Records = Logs.BlockRecords(users: 40, visits: 3);

    private static readonly ModelSnapshot Model = Train();

    private readonly UserDirectory _directory = new(EventVocabulary.Default);
    private readonly UserTastes _tastes = new(Model);

    public UserTastesTests() => Records.ForEach(_directory.Add);

    [Fact]
    public void The_most_similar_users_have_the_same_taste_and_share_the_evidence()
    {
        DirectoryUser ann = _directory.Find(UserId.Create("u5"))!;
        List<ScoredUser> found = [];
        Assert.True(_tastes.TryCompare(ann.Events, _directory.Latest.Where(user => user != ann), found));
        Assert.All(found.Take(9), similar => Assert.Equal(1, BlockOf(similar.User)));
        Assert.Equal(found.OrderByDescending(similar => similar.Score).Select(similar => similar.Score),
            found.Select(similar => similar.Score));
        Assert.All(found, similar => Assert.InRange(similar.Score, float.Epsilon, 1.0001));
        UserMatch best = UserTastes.Describe(found[0], ann.Events);
        Assert.InRange(best.Evidence.Length, 1, 3);
        Assert.All(best.Evidence, item => Assert.True(
            ann.Events.Any(happened => happened.Item == item.Value)
            && found[0].User.Events.Any(happened => happened.Item == item.Value)));
    }

    [Fact]
    public void The_audience_of_an_item_has_its_taste_and_the_evidence_is_from_the_history()
    {
        for (int block = 0; block < Logs.Blocks; block++)
        {
            ItemId item = ItemId.Create(Logs.Name(block, 3));
            List<ScoredUser> found = [];
            Assert.True(_tastes.TryScore(item, _directory.Latest, found));
            Assert.All(found.Take(10), member => Assert.Equal(block, BlockOf(member.User)));
            UserMatch best = _tastes.Describe(found[0], item);
            Assert.Equal(block, Logs.BlockOf(Assert.Single(best.Evidence).Value));
            Assert.Contains(found[0].User.Events, happened => happened.Item == best.Evidence[0].Value);
        }
    }

    [Fact]
    public void A_user_who_came_after_the_training_counts_like_all_others()
    {
        foreach (int item in new[] { 1, 2, 5 })
        {
            _directory.Add(Logs.Event("late", Logs.Name(2, item), "view", 90_000 + item, 9_000 + item));
        }

        List<ScoredUser> found = [];
        DirectoryUser late = _directory.Find(UserId.Create("late"))!;
        Assert.True(_tastes.TryCompare(late.Events, _directory.Latest.Where(user => user != late), found));
        Assert.Equal(2, BlockOf(found[0].User));
    }

    [Fact]
    public void Unknown_items_and_users_without_chosen_items_have_no_matches()
    {
        List<ScoredUser> found = [];
        Assert.False(_tastes.TryScore(ItemId.Create("new"), _directory.Latest, found));
        Assert.False(_tastes.TryCompare([new("new", 1, 0, false)], _directory.Latest, found));
        Assert.False(_tastes.TryCompare([new(Logs.Name(0, 1), -5, 0, false)], _directory.Latest, found));
        Assert.Empty(found);
    }

    private static int BlockOf(DirectoryUser user) =>
        int.Parse(user.Id.Value[1..], System.Globalization.CultureInfo.InvariantCulture) % Logs.Blocks;

    private static ModelSnapshot Train() => ModelSnapshot.Load("m-1", ModelTrainer.Train(
        Logs.Build(Records),
        new TrainingOptions { Factors = 16, Search = false, RankerTrees = 0 },
        "m-1",
        Logs.Start,
        null,
        CancellationToken.None).Files);
}
