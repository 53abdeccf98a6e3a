using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using Personalization.Abstractions.EventLog;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Experiments;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Profiles;
using Personalization.Testing.EventLog;

namespace Personalization.Tests.Abstractions;

public sealed class LogEntryCodecTests
{
    private static readonly DateTimeOffset ReceivedAt = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>
    /// The entries in the golden file. New lines may be added to both; existing lines must not change.
    /// </summary>
    private static readonly LogEntry[] Golden =
    [
        new EventEntry
        {
            Sequence = 1,
            ReceivedAt = ReceivedAt,
            Event = new UserEvent
            {
                EventId = "e-1",
                UserId = UserId.Create("Zoë ~1"),
                Type = "purchase",
                ItemId = ItemId.Create("p/7"),
                OccurredAt = new(2026, 10, 31, 23, 59, 59, 500, TimeSpan.Zero),
                Value = 79.9,
                Placement = "home",
                RecommendationId = "r-9",
                Properties = ImmutableDictionary<string, string>.Empty.Add("colour", "red"),
            },
        },
        new EventEntry
        {
            Sequence = 2,
            ReceivedAt = ReceivedAt,
            Event = new UserEvent
            {
                EventId = "e-2",
                UserId = UserId.Create("u"),
                Type = "view",
                ItemId = ItemId.Create("p"),
                OccurredAt = new(2026, 10, 31, 23, 59, 59, TimeSpan.Zero),
            },
        },
        new PreferencesEntry
        {
            Sequence = 3,
            ReceivedAt = ReceivedAt,
            UserId = UserId.Create("u"),
            Preferences = new StatedPreferences
            {
                Categories = ["shoes", "boots"],
                Attributes = ImmutableDictionary<string, string>.Empty.Add("country", "NO"),
                OptOut = true,
            },
        },
        new AliasEntry
        {
            Sequence = 4,
            ReceivedAt = ReceivedAt,
            UserId = UserId.Create("anon-1"),
            Target = UserId.Create("u")
        },
        new MergedEntry
        {
            Sequence = 5,
            ReceivedAt = ReceivedAt,
            UserId = UserId.Create("u"),
            Other = UserId.Create("anon-1")
        },
        new ForgottenEntry { Sequence = 6, ReceivedAt = ReceivedAt },
        new EventEntry
        {
            Sequence = 7,
            ReceivedAt = ReceivedAt,
            FirstReceivedAt = ReceivedAt.AddDays(-1),
            Event = new UserEvent
            {
                EventId = "e-3",
                UserId = UserId.Create("u"),
                Type = "view",
                ItemId = ItemId.Create("p"),
                OccurredAt = new(2026, 10, 31, 23, 59, 59, TimeSpan.Zero),
                Source = "web",
            },
        },
        new EnteredEntry
        {
            Sequence = 8,
            ReceivedAt = ReceivedAt,
            Tallies = [new MetricDelta
            {
                Experiment = "checkout",
                Arm = "new",
                Units = 1,
                Changes = [new MetricChange("revenue", null, new MetricValue(0, 1, 2.5))]
            }],
            Arms =
            [
                new EnteredArm
                {
                    Experiment = "checkout",
                    Number = 2,
                    Arm = "new",
                    Since = ReceivedAt,
                    EventTypes = ["purchase"],
                    Past = ImmutableDictionary<string, double>.Empty.Add("revenue", 2.5),
                },
            ],
        },
        new ExploredEntry
        {
            Sequence = 9,
            ReceivedAt = ReceivedAt,
            RecommendationId = "r-9",
            Placement = "home",
            Draws = [new ExploredAction(4, ItemId.Create("p/7"), 0.25, [1, 0.5])],
        },
    ];

    [Fact]
    public void Entries_written_by_earlier_versions_are_readable()
    {
        byte[][] lines = [.. ReadGolden().Select(Encoding.UTF8.GetBytes)];
        Assert.Equal(Golden.Length, lines.Length);
        for (int i = 0; i < lines.Length; i++)
        {
            LogEntry read = LogEntryCodec.Decode(i + 1, lines[i]);
            Assert.IsType(Golden[i].GetType(), read);
            AssertSame(Golden[i], read);
        }
    }

    [Fact]
    public void Entries_are_written_as_in_the_golden_file()
    {
        IEnumerable<JsonNode?> written = Golden.Select(entry => JsonNode.Parse(LogEntryCodec.Encode(entry)));
        Assert.All(written.Zip(ReadGolden()), pair => Assert.True(
            JsonNode.DeepEquals(JsonNode.Parse(pair.Second), pair.First), pair.First?.ToJsonString()));
    }

    [Fact]
    public void An_entry_survives_encoding() =>
        Gen.Select(Entries.Any, Gen.Long[1, long.MaxValue]).Sample((entry, sequence) =>
        {
            LogEntry read = LogEntryCodec.Decode(sequence, LogEntryCodec.Encode(entry));
            AssertSame(entry with { Sequence = sequence }, read);
        });

    [Fact]
    public void Events_are_read_without_the_serializer() => Entries.Any.Sample(entry =>
    {
        bool isPlain = entry is EventEntry { Tallies: null };
        EventEntry? read = EventEntryReader.TryRead(3, LogEntryCodec.Encode(entry));
        Assert.Equal(isPlain, read is not null);
        if (read is not null)
        {
            AssertSame(entry with { Sequence = 3 }, read);
        }
    });

    [Theory]
    [InlineData("\"eventId\":\"e\"", "\"eventId\":7")]
    [InlineData("\"eventId\":\"e\",", "")]
    [InlineData("\"eventId\":\"e\"", "\"eventId\":\"\\ud800\"")]
    [InlineData("\"userId\":\"u\"", "\"userId\":\"\"")]
    [InlineData("\"properties\":{}", "\"properties\":{},\"properties\":{}")]
    [InlineData("\"properties\":{}", "\"later\":{}")]
    [InlineData("\"properties\":{}", "\"properties\":{\"a\":null}")]
    [InlineData("2026-11-01T12:00:00+00:00", "never")]
    [InlineData("{\"kind\":\"event\"", "{\"kind\":\"alias\"")]
    [InlineData("}", "")]
    [InlineData("00\"}", "00\",\"more\":1}")]
    public void Any_other_form_is_left_to_the_serializer(string part, string other)
    {
        const string plain = "{\"kind\":\"event\",\"event\":{\"eventId\":\"e\",\"userId\":\"u\",\"type\":\"view\","
            + "\"itemId\":\"p\",\"occurredAt\":\"2026-10-31T12:00:00+00:00\",\"properties\":{}},"
            + "\"receivedAt\":\"2026-11-01T12:00:00+00:00\"}";
        Assert.NotNull(EventEntryReader.TryRead(1, Encoding.UTF8.GetBytes(plain)));
        string changed = plain.Replace(part, other, StringComparison.Ordinal);
        Assert.NotEqual(plain, changed);
        Assert.Null(EventEntryReader.TryRead(1, Encoding.UTF8.GetBytes(changed)));
    }

    [Fact]
    public void Entries_share_the_texts_that_occur_often()
    {
        EventEntry[] read = [.. Enumerable.Range(0, 2).Select(i => (EventEntry)LogEntryCodec.Decode(
            2, Encoding.UTF8.GetBytes(ReadGolden()[1])))];
        Assert.Same(read[0].Event.Type, read[1].Event.Type);
        Assert.Same(read[0].Event.ItemId.Value, read[1].Event.ItemId.Value);
    }

    [Fact]
    public void The_event_writer_knows_all_properties() => Assert.Equal(
        (10, 2),
        (
            typeof(UserEvent).GetProperties().Length,
            typeof(EventEntry).GetProperties(System.Reflection.BindingFlags.DeclaredOnly
                | System.Reflection.BindingFlags.Public
                | System.Reflection.BindingFlags.Instance).Length));

    [Fact]
    public void The_event_writer_and_the_serializer_write_equal_bytes() => Entries.Any.Sample(entry =>
    {
        ArrayBufferWriter<byte> written = new();
        using Utf8JsonWriter writer = new(written);
        LogEntryCodec.Encode(entry, writer);
        writer.Flush();
        Assert.Equal(
            Encoding.UTF8.GetString(LogEntryCodec.Encode(entry)), Encoding.UTF8.GetString(written.WrittenSpan));
    });

    [Fact]
    public void Unknown_fields_and_another_order_are_tolerated() => Entries.Any.Sample(entry =>
    {
        JsonObject known = JsonNode.Parse(LogEntryCodec.Encode(entry))!.AsObject();
        JsonObject later =
            new() { ["brandNew"] = new JsonObject { ["kind"] = "event", ["deep"] = new JsonArray(1, 2) } };
        foreach ((string name, JsonNode? value) in known.Reverse())
        {
            later[name] = value?.DeepClone();
        }

        AssertSame(entry with { Sequence = 9 }, LogEntryCodec.Decode(9, Encoding.UTF8.GetBytes(later.ToJsonString())));
    });

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{\"kind\":\"forgotten\"")]
    [InlineData("{\"kind\":\"unheardOf\",\"receivedAt\":\"2026-11-01T12:00:00+00:00\"}")]
    [InlineData("{\"receivedAt\":\"2026-11-01T12:00:00+00:00\"}")]
    [InlineData("{\"kind\":\"alias\",\"userId\":\"\",\"target\":\"u\",\"receivedAt\":\"2026-11-01T12:00:00+00:00\"}")]
    [InlineData("{\"kind\":\"alias\",\"target\":\"u\",\"receivedAt\":\"2026-11-01T12:00:00+00:00\"}")]
    public void Invalid_entries_are_rejected(string text) =>
        Assert.Contains(
            "7",
            Assert.Throws<InvalidDataException>(() => LogEntryCodec.Decode(7, Encoding.UTF8.GetBytes(text))).Message,
            StringComparison.Ordinal);

    private static string[] ReadGolden() =>
        File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Abstractions", "Golden", "log-entries.ndjson"));

    /// <summary>Compares field by field, without the codec under test.</summary>
    private static void AssertSame(LogEntry expected, LogEntry actual)
    {
        Assert.Equal(
            (expected.GetType(), expected.Sequence, expected.ReceivedAt),
            (actual.GetType(), actual.Sequence, actual.ReceivedAt));
        Assert.Equal(TextOf(expected.Tallies), TextOf(actual.Tallies));
        switch (expected, actual)
        {
            case (EnteredEntry left, EnteredEntry right):
                Assert.Equal(left.Arms.Select(TextOf), right.Arms.Select(TextOf));
                break;
            case (EventEntry left, EventEntry right):
                Assert.Equal(left.FirstReceivedAt, right.FirstReceivedAt);
                Assert.Equal(
                    left.Event.Properties.OrderBy(pair => pair.Key, StringComparer.Ordinal),
                    right.Event.Properties.OrderBy(pair => pair.Key, StringComparer.Ordinal));
                Assert.Equal(left.Event, right.Event with { Properties = left.Event.Properties });
                break;
            case (MergedEntry left, MergedEntry right):
                Assert.Equal(left.Through ?? [], right.Through ?? []);
                Assert.Equal(
                    left with { Tallies = null, Through = null }, right with { Tallies = null, Through = null });
                break;
            case (ForgottenEntry left, ForgottenEntry right):
                Assert.Equal(left.EventIds, right.EventIds);
                break;
            case (PreferencesEntry left, PreferencesEntry right):
                Assert.Equal(left.UserId, right.UserId);
                Assert.Equal(left.Preferences.OptOut, right.Preferences.OptOut);
                Assert.Equal(left.Preferences.Categories.AsEnumerable(), right.Preferences.Categories.AsEnumerable());
                Assert.Equal(
                    left.Preferences.Attributes.OrderBy(pair => pair.Key, StringComparer.Ordinal),
                    right.Preferences.Attributes.OrderBy(pair => pair.Key, StringComparer.Ordinal));
                break;
            case (ExploredEntry left, ExploredEntry right):
                Assert.Equal((left.RecommendationId, left.Placement), (right.RecommendationId, right.Placement));
                Assert.Equal(
                    left.Draws.Select(
                        draw => $"{draw.Position} {draw.Item} {draw.Propensity:R} {string.Join('|', draw.Features)}"),
                    right.Draws.Select(
                        draw => $"{draw.Position} {draw.Item} {draw.Propensity:R} {string.Join('|', draw.Features)}"));
                break;
            default:
                Assert.Equal(expected with { Tallies = null }, actual with { Tallies = null });
                break;
        }
    }

    private static string TextOf(EnteredArm arm) =>
        $"{arm.Experiment} {arm.Number} {arm.Arm} {arm.Since:O} {string.Join('|', arm.EventTypes)} "
        + $"{string.Join('|', arm.Past.OrderBy(past => past.Key, StringComparer.Ordinal))}";

    private static string TextOf(ImmutableArray<MetricDelta>? tallies) =>
        tallies is { } some ? string.Join(';', some.Select(
            tally => $"{tally.Experiment} {tally.Arm} {tally.Units} {string.Join('|', tally.Changes)}")) : "none";
}
