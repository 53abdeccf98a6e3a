using System.Globalization;
using Personalization.Abstractions.EventLog;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Profiles;
using Personalization.Abstractions.Users;
using Personalization.Engine.People;
using Personalization.Testing.Worlds;

namespace Personalization.Tests.Engine.People;

public sealed class UserDirectoryTests
{
    private readonly UserDirectory _directory = new(EventVocabulary.Default, mostUsers: 3);
    private long _position;

    [Fact]
    public void Users_are_listed_by_their_latest_activity_with_their_events()
    {
        View("ann", 1);
        View("bob", 2);
        View("ann", 9, "impression");
        View("amy", 4);
        Assert.Equal(
            ["amy 1 4", "ann 2 9", "bob 1 2"],
            Page(null, null, 10).Users.Select(Text));
    }

    [Fact]
    public void Pages_repeat_no_user_and_a_prefix_selects_users()
    {
        View("ann", 1);
        View("bob", 2);
        View("amy", 3);
        UserListPage first = Page("a", null, 1);
        Assert.Equal(["amy"], first.Users.Select(user => user.Id.Value));
        UserListPage second = Page("a", first.Next, 1);
        Assert.Equal(["ann"], second.Users.Select(user => user.Id.Value));
        Assert.Equal((2, 2, true, true), (first.Total, second.Total, first.Next is not null, second.Next is null));
        Assert.Equal((0, true), (Page("A", null, 5).Total, Page("A", null, 5).Next is null));
    }

    [Fact]
    public void The_user_without_activity_for_the_longest_time_is_dropped()
    {
        foreach (string user in new[] { "a", "b", "c", "a", "d" })
        {
            View(user, 1);
        }

        Assert.Equal(["d", "a", "c"], _directory.Latest.Select(user => user.Id.Value));
    }

    [Fact]
    public void Forgotten_users_aliases_and_synthetic_users_are_not_in_the_directory()
    {
        View("ann", 1);
        View("bob", 1);
        View("eve", 1);
        View(SyntheticUsers.Create("probe").Value, 1);
        Add("ann", new ForgottenEntry { ReceivedAt = Logs.Start });
        Add("bob", new AliasEntry
        {
            ReceivedAt = Logs.Start,
            UserId = UserId.Create("bob"),
            Target = UserId.Create("eve"),
        });
        Assert.Equal(["eve"], _directory.Latest.Select(user => user.Id.Value));
    }

    [Fact]
    public void An_opt_out_is_followed_and_a_user_with_preferences_only_is_listed()
    {
        Prefer("ann", optOut: true);
        Assert.True(_directory.Find(UserId.Create("ann"))!.IsOptedOut);
        Assert.Equal(["ann 0 -"], Page(null, null, 1).Users.Select(Text));
        Prefer("ann", optOut: false);
        Assert.False(_directory.Find(UserId.Create("ann"))!.IsOptedOut);
    }

    [Fact]
    public void The_events_of_a_merged_user_count_for_the_user_of_the_log()
    {
        UserId own = UserId.Create("ann ö");
        _directory.Add(new LogRecord(1, UserKey.Encode(own), Logs.Event(own.Value, "p-1", "view", 1).Entry));
        _directory.Add(new LogRecord(2, UserKey.Encode(own), Logs.Event("visitor", "p-2", "view", 2).Entry));
        DirectoryUser user = Assert.Single(_directory.Latest);
        Assert.Equal((own, 2), (user.Id, user.EventCount));
        Assert.Equal(["p-1", "p-2"], user.Events.Select(happened => happened.Item));
    }

    [Fact]
    public void The_latest_events_are_kept_in_the_order_of_time()
    {
        foreach (int minute in Enumerable.Range(0, 40).Reverse())
        {
            View("ann", minute);
        }

        DirectoryUser user = Assert.Single(_directory.Latest);
        Assert.Equal(40, user.EventCount);
        Assert.Equal(
            Enumerable.Range(8, 32).Select(minute => Logs.Start.AddMinutes(minute).ToUnixTimeMilliseconds()),
            user.Events.Select(happened => happened.TimeMs));
    }

    private static string Text(ListedUser user) => string.Create(
        CultureInfo.InvariantCulture,
        $"{user.Id} {user.Events} {(user.LastEventAt is { } at ? $"{(at - Logs.Start).TotalMinutes}" : "-")}");

    private UserListPage Page(string? prefix, long? before, int count) =>
        _directory.List(new UserListQuery { Prefix = prefix, Before = before, Count = count });

    private void View(string user, double minutes, string type = "view") =>
        Add(user, Logs.Event(user, "p-1", type, minutes).Entry);

    private void Prefer(string user, bool optOut) => Add(user, new PreferencesEntry
    {
        ReceivedAt = Logs.Start,
        UserId = UserId.Create(user),
        Preferences = new StatedPreferences { OptOut = optOut },
    });

    private void Add(string user, LogEntry entry) =>
        _directory.Add(new LogRecord(++_position, UserKey.Encode(UserId.Create(user)), entry));
}
