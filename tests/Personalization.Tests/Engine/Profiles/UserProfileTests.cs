using System.Collections.Immutable;
using CsCheck;
using Personalization.Abstractions.EventLog;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Profiles;
using Personalization.Engine.Profiles;
using Personalization.Grains;

namespace Personalization.Tests.Engine.Profiles;

public sealed class UserProfileTests
{
    private static readonly ProfileOptions Small =
        new() { RecentEvents = 20, Items = 15, EventIds = 16, HalfLifeDays = 2 };

    private static readonly string[] Types = ["view", "click", "addToCart", "purchase", "dismiss", "impression"];

    private static readonly Gen<LogEntry[]> Histories =
        Gen.Select(Gen.Int[0, 5].Select(i => Types[i]), Gen.Int[0, 25], Gen.Double[0, 500], Gen.Int[0, 40])
            .Select((type, item, hours, kind) => (type, item, hours, kind))
            .Array[1, 80]
            .Select(rows => rows.Select((row, i) => Entry(i + 1, row.type, row.item, row.hours, row.kind)).ToArray());

    [Fact]
    public void A_snapshot_with_the_tail_of_the_log_gives_the_profile_of_the_whole_log() =>
        Gen.Select(Histories, Gen.Double[0, 1]).Sample((entries, share) =>
        {
            int cut = (int)(share * entries.Length);
            UserProfile whole = Fold(new UserProfile(Small, EventVocabulary.Default), entries);
            UserProfile half = Fold(new UserProfile(Small, EventVocabulary.Default), entries[..cut]);
            UserProfile resumed = Fold(
                UserProfile.Restore(Through(half.ToSnapshot()), Small, EventVocabulary.Default)!, entries[cut..]);
            Assert.Equal(Text(whole), Text(resumed));
        });

    [Fact]
    public void A_preference_is_the_decayed_sum_of_weights_in_any_order_of_arrival()
    {
        // Half-life 2 days: a view (1) four days ago weighs 1/4, a cart (3) two days ago 3/2, a purchase (5) now 5.
        LogEntry[] inOrder =
        [
            Entries.Event(1, "view", "a", 0),
            Entries.Event(2, "addToCart", "a", 48),
            Entries.Event(3, "purchase", "a", 96)
        ];
        LogEntry[] late =
        [
            Entries.Event(1, "purchase", "a", 96),
            Entries.Event(2, "view", "a", 0),
            Entries.Event(3, "addToCart", "a", 48)
        ];
        foreach (LogEntry[] entries in new[] { inOrder, late })
        {
            UserProfile profile = Fold(new UserProfile(Small, EventVocabulary.Default), entries);
            ItemPreference preference = Assert.Single(profile.PreferencesAt(Entries.Start.AddHours(96)));
            Assert.Equal(6.75, preference.Weight, 10);
            Assert.Equal(6.75 / 2, Assert.Single(profile.PreferencesAt(Entries.Start.AddHours(144))).Weight, 10);
        }
    }

    [Fact]
    public void Events_are_ordered_by_time_and_the_oldest_are_dropped()
    {
        UserProfile profile = new(Small, EventVocabulary.Default);
        for (int i = 0; i < 30; i++)
        {
            profile.Apply(Entries.Event(i + 1, "view", $"i{i}", hours: (i * 7) % 30));
        }

        Assert.Equal(
            Enumerable.Range(10, 20).Select(hour => Entries.Start.AddHours(hour).ToUnixTimeMilliseconds()),
            profile.Events.Select(done => done.TimeMs));
    }

    [Fact]
    public void Marks_reflect_the_events()
    {
        UserProfile profile = Fold(new UserProfile(Small, EventVocabulary.Default),
        [
            Entries.Event(1, "view", "seen"),
            Entries.Event(2, "purchase", "bought"),
            Entries.Event(3, "dismiss", "dismissed"),
            Entries.Event(4, "impression", "shown"), Entries.Event(5, "removeFromCart", "removed"),
        ]);
        Assert.Equal(ItemMarks.Seen, profile.Items["seen"].Marks);
        Assert.Equal(ItemMarks.Seen | ItemMarks.Purchased, profile.Items["bought"].Marks);
        Assert.Equal(ItemMarks.Dismissed, profile.Items["dismissed"].Marks);
        Assert.False(profile.Items.ContainsKey("shown"));
        Assert.Equal(ItemMarks.None, profile.Items["removed"].Marks);
    }

    [Fact]
    public void Erasure_keeps_only_the_version()
    {
        UserProfile profile = Fold(
            new UserProfile(Small, EventVocabulary.Default),
            [Entries.Event(1, "view", "a"), Entries.Event(2, "like", "b")]);
        profile.Apply(new ForgottenEntry { Sequence = 3, ReceivedAt = Entries.Start });
        UserProfile empty = new(Small, EventVocabulary.Default);
        empty.Apply(new ForgottenEntry { Sequence = 3, ReceivedAt = Entries.Start });
        Assert.Equal(Text(empty), Text(profile));
        Assert.Equal(3, profile.Version);
        Assert.False(profile.Remembers(Event("1")));
    }

    [Fact]
    public void An_entry_out_of_sequence_is_refused()
    {
        UserProfile profile = Fold(
            new UserProfile(Small, EventVocabulary.Default),
            [Entries.Event(1, "view", "a"), Entries.Event(2, "view", "b")]);
        Assert.Throws<ArgumentException>(() => profile.Apply(Entries.Event(2, "view", "c")));
        Assert.Equal(2, profile.Version);
    }

    [Fact]
    public void Event_ids_are_remembered_up_to_the_size_of_the_window()
    {
        UserProfile profile = new(Small, EventVocabulary.Default);
        for (int i = 1; i <= 16; i++)
        {
            profile.Apply(Entries.Event(i, "view", "a", eventId: $"e{i}"));
        }

        Assert.False(profile.HasForgottenEventIds);
        Assert.True(profile.Remembers(Event("e1")));
        profile.Apply(Entries.Event(17, "view", "a", eventId: "e17"));
        Assert.True(profile.HasForgottenEventIds);
        Assert.False(profile.Remembers(Event("e1")));
        Assert.True(profile.Remembers(Event("e2")));
        Assert.True(profile.Remembers(Event("e17")));
    }

    [Fact]
    public void A_larger_window_does_not_hide_that_ids_have_left_the_smaller_one()
    {
        UserProfile profile = new(Small, EventVocabulary.Default);
        for (int i = 1; i <= 40; i++)
        {
            profile.Apply(Entries.Event(i, "view", "a", eventId: $"e{i}"));
        }

        ProfileOptions larger = new() { RecentEvents = 20, Items = 50, HalfLifeDays = 10, EventIds = 64 };
        UserProfile restored = UserProfile.Restore(
            profile.ToSnapshot(), larger, EventVocabulary.Default, anyFolding: true)!;
        Assert.False(restored.Remembers(Event("e1")));
        Assert.True(restored.HasForgottenEventIds);
    }

    [Fact]
    public void A_merged_users_event_with_the_same_id_is_another_event()
    {
        UserProfile profile = new(Small, EventVocabulary.Default);
        profile.Apply(Entries.Event(1, "view", "a", eventId: "same"));
        UserEvent own = Event("same");
        UserEvent merged = own with { UserId = UserId.Create("anon") };
        profile.Apply(new MergedEntry
        {
            Sequence = 2,
            ReceivedAt = Entries.Start,
            UserId = own.UserId,
            Other = merged.UserId,
            Step = MergeStep.Begun,
        });
        Assert.NotEqual(true, profile.Remembers(merged));
        profile.Apply(new EventEntry { Sequence = 3, ReceivedAt = Entries.Start, Event = merged });
        Assert.True(profile.Remembers(merged));
    }

    [Fact]
    public void Erased_event_ids_are_remembered_so_that_a_retry_does_not_bring_the_user_back()
    {
        UserProfile profile = new(Small, EventVocabulary.Default);
        profile.Apply(Entries.Event(1, "view", "a", eventId: "e1"));
        profile.Apply(new ForgottenEntry
        {
            Sequence = 2,
            ReceivedAt = Entries.Start,
            EventIds = profile.EventIdsToKeep(),
        });
        Assert.True(profile.Remembers(Event("e1")));
        Assert.Equal(0, profile.EventCount);
        Assert.False(profile.HasForgottenEventIds);
    }

    [Fact]
    public void A_snapshot_with_other_weights_is_not_used()
    {
        ProfileSnapshot snapshot = Fold(
            new UserProfile(Small, EventVocabulary.Default), [Entries.Event(1, "view", "a")]).ToSnapshot();
        Assert.NotNull(UserProfile.Restore(snapshot, Small, EventVocabulary.Default));
        Assert.Null(UserProfile.Restore(snapshot, Small, new EventVocabulary([new EventTypeDefinition("view", 2)])));
        Assert.Null(UserProfile.Restore(snapshot, new ProfileOptions { HalfLifeDays = 3 }, EventVocabulary.Default));
    }

    [Fact]
    public void A_snapshot_of_a_later_format_is_refused()
    {
        ProfileSnapshot snapshot = new() { Format = ProfileSnapshot.CurrentFormat + 1 };
        InvalidDataException error = Assert.Throws<InvalidDataException>(
            () => UserProfile.Restore(snapshot, Small, EventVocabulary.Default));
        Assert.Contains($"format {ProfileSnapshot.CurrentFormat + 1}", error.Message, StringComparison.Ordinal);
    }

    internal static UserProfile Fold(UserProfile profile, IEnumerable<LogEntry> entries)
    {
        foreach (LogEntry entry in entries)
        {
            profile.Apply(entry);
        }

        return profile;
    }

    private static LogEntry Entry(int sequence, string type, int item, double hours, int kind) => kind switch
    {
        0 => new ForgottenEntry { Sequence = sequence, ReceivedAt = Entries.Start },
        1 => new PreferencesEntry
        {
            Sequence = sequence,
            ReceivedAt = Entries.Start,
            UserId = UserId.Create("u"),
            Preferences = new StatedPreferences
            {
                Categories = [$"c{item}"],
                Attributes = ImmutableDictionary<string, string>.Empty.Add("country", "SE")
            },
        },
        2 => new MergedEntry
        {
            Sequence = sequence,
            ReceivedAt = Entries.Start,
            UserId = UserId.Create("u"),
            Other = UserId.Create($"anon-{item}")
        },
        _ => Entries.Event(sequence, type, $"item-{item}", hours),
    };

    private static ProfileSnapshot Through(ProfileSnapshot snapshot)
    {
        GrainStateSerializer serializer = new();
        return serializer.Deserialize<ProfileSnapshot>(serializer.Serialize(snapshot));
    }

    private static string Text(UserProfile profile) =>
        new GrainStateSerializer().Serialize(profile.ToSnapshot()).ToString();

    private static UserEvent Event(string eventId) =>
        ((EventEntry)Entries.Event(1, "view", "a", eventId: eventId)).Event;
}
