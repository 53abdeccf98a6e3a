using System.Globalization;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Identity;
using Personalization.Engine.Profiles;
using Personalization.Grains;

namespace Personalization.Tests.Grains;

public sealed class OldSnapshotTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Grains", "Golden");

    /// <summary>
    /// Format 1 as the first version wrote it. When the format changes, this file stays and a second one is added.
    /// </summary>
    [Fact]
    public void A_snapshot_of_format_1_is_read_and_can_be_extended()
    {
        byte[] stored = File.ReadAllBytes(Path.Combine(Folder, "profile-snapshot-1.json"));
        ProfileSnapshot snapshot = new GrainStateSerializer().Deserialize<ProfileSnapshot>(new BinaryData(stored));
        UserProfile profile = UserProfile.Restore(snapshot, new ProfileOptions(), EventVocabulary.Default)!;
        Assert.Equal((7, 5), (profile.Version, profile.EventCount));
        Assert.Equal(["tents", "stoves"], profile.Preferences.Categories);
        Assert.True(profile.Preferences.OptOut);
        Assert.Equal(["anon-1"], profile.Merged.Ids);
        Assert.Empty(profile.Merged.Unfinished);
        Assert.Equal(["p-0001", "p-0002", "p-0001", "p-0003"], profile.Events.Select(done => done.ItemId));
        Assert.Equal(ItemMarks.Seen | ItemMarks.Purchased, profile.Items["p-0001"].Marks);
        Assert.Equal(ItemMarks.Dismissed, profile.Items["p-0003"].Marks);
        // A merged user may have used the same id: the log decides.
        Assert.All(["e-1", "e-2", "e-3", "e-4", "e-5"], id => Assert.Null(profile.Remembers(Event(id))));
        Assert.False(profile.Remembers(Event("e-6")));

        profile.Apply(new Personalization.Abstractions.EventLog.ForgottenEntry
        {
            Sequence = 8,
            ReceivedAt = DateTimeOffset.Parse("2026-12-01T00:00:00Z", CultureInfo.InvariantCulture)
        });
        Assert.Equal(8, profile.Version);
    }

    private static UserEvent Event(string eventId) => new()
    {
        EventId = eventId,
        UserId = UserId.Create("ann"),
        Type = EventTypes.View,
        ItemId = ItemId.Create("p-0001"),
        OccurredAt = DateTimeOffset.UnixEpoch,
    };
}
