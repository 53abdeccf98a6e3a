using System.Collections.Immutable;
using System.Text;
using CsCheck;
using Personalization.Abstractions.EventLog;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Experiments;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Profiles;

namespace Personalization.Testing.EventLog;

/// <summary>Generates log entries and identifiers for tests.</summary>
public static class Entries
{
    public static readonly DateTimeOffset At = new(2026, 11, 1, 12, 30, 15, 250, TimeSpan.Zero);

    /// <summary>
    /// Generates valid identifiers from all planes of Unicode, with quotes, separators and wildcards.
    /// </summary>
    public static readonly Gen<string> Identifiers = Gen.OneOf(
            Gen.Int[0x20, 0x7E],
            Gen.Int[0xA0, 0xD7FF],
            Gen.Int[0xE000, 0xFFFD],
            Gen.Int[0x10000, 0x10FFFF],
            Gen.OneOf<int>('~', '\'', '"', '/', '\\', '%', ';'))
        .Select(char.ConvertFromUtf32).Array[1, 60]
        .Select(string.Concat)
        .Where(text => IdentifierRules.Problem(text) is null);

    private static readonly Gen<DateTimeOffset> Times = Gen.Long[0, 4_000_000_000_000]
        .Select(DateTimeOffset.FromUnixTimeMilliseconds);
    private static readonly Gen<UserId> Users = Identifiers.Select(UserId.Create);
    private static readonly Gen<ImmutableDictionary<string, string>> Facts = Gen.Select(
        Identifiers, Identifiers.Array[0, 2], (name, values) => (name, string.Concat(values)))
        .Array[0, 4].Select(pairs => pairs
            .DistinctBy(pair => pair.name)
            .ToImmutableDictionary(pair => pair.name, pair => pair.Item2, StringComparer.Ordinal));

    private static readonly Gen<UserEvent> Events = Gen.Select(
        Identifiers,
        Users,
        Gen.OneOf(EventTypes.View, EventTypes.Purchase, "own-type"),
        Identifiers,
        Times,
        Gen.Double[0, 1e12].Nullable(),
        Identifiers.Null(),
        Facts,
        (id, user, type, item, at, value, placement, properties) => new UserEvent
        {
            EventId = id,
            UserId = user,
            Type = type,
            ItemId = ItemId.Create(item),
            OccurredAt = at,
            Value = value,
            Placement = placement,
            RecommendationId = placement is null ? id : null,
            Properties = properties,
        });

    /// <summary>Generates an entry of any kind.</summary>
    public static readonly Gen<LogEntry> Any = Gen.OneOf<LogEntry>(
        Gen.Select(Events, Times, (known, at) => (LogEntry)new EventEntry { Event = known, ReceivedAt = at }),
        Gen.Select(
            Users,
            Identifiers.Array[0, 3],
            Facts,
            Gen.Bool,
            (user, categories, facts, optOut) => (LogEntry)new PreferencesEntry
            {
                UserId = user,
                Preferences =
                    new StatedPreferences { Categories = [.. categories], Attributes = facts, OptOut = optOut },
                ReceivedAt = At,
            }),
        Gen.Select(
            Users, Users, (user, other) => (LogEntry)new AliasEntry { UserId = user, Target = other, ReceivedAt = At }),
        Gen.Select(
            Users, Users, (user, other) => (LogEntry)new MergedEntry { UserId = user, Other = other, ReceivedAt = At }),
        Gen.Select(
            Users,
            Gen.Enum<MergeStep>(),
            Users.Array[0, 3],
            (user, step, through) => (LogEntry)new MergedEntry
            {
                UserId = user,
                Other = user,
                Step = step,
                Through = [.. through],
                ReceivedAt = At,
            }),
        Gen.Select(
            Users,
            Users,
            (user, other) => (LogEntry)new UnaliasedEntry { UserId = user, Target = other, ReceivedAt = At }),
        Times.Select(at => (LogEntry)new RemovedEntry { ReceivedAt = at }),
        Times.Select(at => (LogEntry)new ForgetBegunEntry { ReceivedAt = at }),
        Gen.Byte.Array[8, 64].Select(ids => (LogEntry)new ForgottenEntry { ReceivedAt = At, EventIds = ids }),
        Gen.Select(
            Identifiers,
            Identifiers,
            Times,
            Gen.Double[-1e9, 1e9],
            (experiment, arm, at, value) => (LogEntry)new EnteredEntry
            {
                Arms = [new EnteredArm
                {
                    Experiment = experiment,
                    Number = 1,
                    Arm = arm,
                    Since = at,
                    EventTypes = [arm],
                    Past = ImmutableDictionary<string, double>.Empty.Add(arm, value)
                }],
                Tallies = [new MetricDelta
                {
                    Experiment = experiment,
                    Arm = arm,
                    Units = 1,
                    Changes = [new MetricChange(arm, null, new MetricValue(value, 1, value))]
                }],
                ReceivedAt = at,
            }),
        Gen.Select(
            Identifiers,
            Identifiers,
            Gen.Double[0.001, 1],
            (list, item, share) => (LogEntry)new ExploredEntry
            {
                RecommendationId = list,
                Placement = item,
                Draws = [new ExploredAction(3, ItemId.Create(item), share, [1, share])],
                ReceivedAt = At,
            }),
        Times.Select(at => (LogEntry)new ForgottenEntry { ReceivedAt = at }));

    /// <summary>Creates a view event.</summary>
    public static EventEntry View(long sequence, string eventId, string item = "p-1") => new()
    {
        Sequence = sequence,
        ReceivedAt = At,
        Event = new UserEvent
        {
            EventId = eventId,
            UserId = UserId.Create("u-1"),
            Type = EventTypes.View,
            ItemId = ItemId.Create(item),
            OccurredAt = At
        },
    };

    /// <summary>Creates the key of an event of <see cref="View"/>.</summary>
    public static EventKey Key(string eventId) => new(UserId.Create("u-1"), eventId);

    public static ForgottenEntry Mark(long sequence) => new() { Sequence = sequence, ReceivedAt = At };

    /// <summary>Creates views with consecutive sequence numbers. Each id holds the writer and the number.</summary>
    public static LogEntry[] Views(long first, int count, string writer = "w") =>
        [.. Enumerable.Range(0, count).Select(i => (LogEntry)View(first + i, $"{writer}-{first + i}"))];

    /// <summary>
    /// Gets the full content of an entry as text for comparisons. Records with dictionaries do not compare by content.
    /// </summary>
    public static string Text(LogEntry entry) =>
        $"{entry.Sequence} {Encoding.UTF8.GetString(LogEntryCodec.Encode(entry))}";
}
