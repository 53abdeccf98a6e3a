using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Experiments;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Profiles;

namespace Personalization.Abstractions.EventLog;

/// <summary>One entry of a user's log. Immutable.</summary>
/// <remarks>
/// The log is the source of truth: a profile is the fold of its entries in order of <see cref="Sequence"/>. New kinds
/// may be added; an entry stays readable forever.
/// </remarks>
[GenerateSerializer, Immutable, Alias("Personalization.LogEntry")]
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(EventEntry), "event")]
[JsonDerivedType(typeof(PreferencesEntry), "preferences")]
[JsonDerivedType(typeof(AliasEntry), "alias")]
[JsonDerivedType(typeof(MergedEntry), "merged")]
[JsonDerivedType(typeof(UnaliasedEntry), "unaliased")]
[JsonDerivedType(typeof(ForgetBegunEntry), "forgetBegun")]
[JsonDerivedType(typeof(ForgottenEntry), "forgotten")]
[JsonDerivedType(typeof(RemovedEntry), "removed")]
[JsonDerivedType(typeof(EnteredEntry), "entered")]
[JsonDerivedType(typeof(ExploredEntry), "explored")]
public abstract record LogEntry
{
    /// <summary>
    /// The number of the entry in the user's log, from 1 without gaps; the log's primary key together with the user's
    /// key.
    /// </summary>
    /// <remarks>
    /// Not <c>required</c>, because the serializer rejects JSON without a required property. A log rejects an entry
    /// without a sequence number.
    /// </remarks>
    [Id(0), JsonIgnore]
    public long Sequence { get; init; }

    /// <summary>The time the engine received the entry, UTC.</summary>
    [Id(1)]
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>The entry's changes to the statistics of the user's experiments; null for none.</summary>
    [Id(2)]
    public ImmutableArray<MetricDelta>? Tallies { get; init; }
}

/// <summary>An event of the user.</summary>
[GenerateSerializer, Immutable, Alias("Personalization.EventEntry")]
public sealed record EventEntry : LogEntry
{
    /// <summary>The event.</summary>
    [Id(0)]
    public required UserEvent Event { get; init; }

    /// <summary>
    /// The time the engine first received the event, UTC, for an event copied from a merged user; null for all other
    /// events.
    /// </summary>
    [Id(1)]
    public DateTimeOffset? FirstReceivedAt { get; init; }
}

/// <summary>The user stated preferences.</summary>
[GenerateSerializer, Immutable, Alias("Personalization.PreferencesEntry")]
public sealed record PreferencesEntry : LogEntry
{
    /// <summary>The user.</summary>
    [Id(0)]
    public required UserId UserId { get; init; }

    /// <summary>The stated preferences; they replace earlier ones.</summary>
    [Id(1)]
    public required StatedPreferences Preferences { get; init; }
}

/// <summary>The user becomes an alias of <see cref="Target"/>. Later events are passed on to the target.</summary>
[GenerateSerializer, Immutable, Alias("Personalization.AliasEntry")]
public sealed record AliasEntry : LogEntry
{
    /// <summary>The user that becomes an alias.</summary>
    [Id(0)]
    public required UserId UserId { get; init; }

    /// <summary>The user that the alias stands for.</summary>
    [Id(1)]
    public required UserId Target { get; init; }
}

/// <summary>The user is no longer an alias.</summary>
[GenerateSerializer, Immutable, Alias("Personalization.UnaliasedEntry")]
public sealed record UnaliasedEntry : LogEntry
{
    /// <summary>The user that was an alias.</summary>
    [Id(0)]
    public required UserId UserId { get; init; }

    /// <summary>The user that the alias stood for.</summary>
    [Id(1)]
    public required UserId Target { get; init; }
}

/// <summary>A step of a merge of another user into this one.</summary>
/// <remarks>
/// The first entry of a merge is logged before the other user becomes an alias. An activation that finds a merge
/// without its last entry completes it. Older versions know only the last entry and read every step as one.
/// </remarks>
[GenerateSerializer, Immutable, Alias("Personalization.MergedEntry")]
public sealed record MergedEntry : LogEntry
{
    /// <summary>The user that receives the history.</summary>
    [Id(0)]
    public required UserId UserId { get; init; }

    /// <summary>The user whose history is copied.</summary>
    [Id(1)]
    public required UserId Other { get; init; }

    /// <summary>The step; null when the preceding entries contain the complete history of the other user.</summary>
    [Id(2)]
    public MergeStep? Step { get; init; }

    /// <summary>The users that were merged into the other user before; null for none.</summary>
    [Id(3)]
    public ImmutableArray<UserId>? Through { get; init; }
}

/// <summary>The steps of a merge besides its completion.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<MergeStep>))]
public enum MergeStep
{
    /// <summary>The merge has begun. The other user may be an alias, and a part of its history may be copied.</summary>
    Begun,

    /// <summary>The other user refused to become an alias. Nothing was copied.</summary>
    Withdrawn,

    /// <summary>The merge is being undone. The other user may have a part of its later events back.</summary>
    Undoing,

    /// <summary>The merge was undone.</summary>
    Undone,
}

/// <summary>The user and all users merged into it are being erased.</summary>
/// <remarks>
/// Logged before the first user is erased. An activation that finds this entry completes the erasure.
/// </remarks>
[GenerateSerializer, Immutable, Alias("Personalization.ForgetBegunEntry")]
public sealed record ForgetBegunEntry : LogEntry;

/// <summary>Marks that all earlier entries were erased.</summary>
/// <remarks>
/// The mark holds no data of the user. It continues the sequence, so that writers that started before are still fenced.
/// </remarks>
[GenerateSerializer, Immutable, Alias("Personalization.ForgottenEntry")]
public sealed record ForgottenEntry : LogEntry
{
    /// <summary>
    /// The hashes of the latest event ids before the erasure, oldest first; null for none. A client's retry of an
    /// erased event is recognized by them and not recorded again.
    /// </summary>
    [Id(0)]
    public byte[]? EventIds { get; init; }
}

/// <summary>An entry whose content was removed, because the merge that brought it was undone.</summary>
[GenerateSerializer, Immutable, Alias("Personalization.RemovedEntry")]
public sealed record RemovedEntry : LogEntry;

/// <summary>The user entered experiment arms.</summary>
/// <remarks>
/// This entry is the exposure that counts. It is logged before the first list shaped by the arm is returned.
/// </remarks>
[GenerateSerializer, Immutable, Alias("Personalization.EnteredEntry")]
public sealed record EnteredEntry : LogEntry
{
    /// <summary>
    /// All arms of the user from now on. Arms of stopped experiments are left out, so that the entry does not grow
    /// without limit.
    /// </summary>
    [Id(0)]
    public required ImmutableArray<EnteredArm> Arms { get; init; }
}

/// <summary>A list with explored slots was shown.</summary>
/// <remarks>
/// The first event that names the list proves this; the entry is logged just before that event. Rewards are learned,
/// and policies are evaluated, from these entries.
/// </remarks>
[GenerateSerializer, Immutable, Alias("Personalization.ExploredEntry")]
public sealed record ExploredEntry : LogEntry
{
    /// <summary>The recommendation id of the list.</summary>
    [Id(0)]
    public required string RecommendationId { get; init; }

    /// <summary>The placement of the list.</summary>
    [Id(1)]
    public required string Placement { get; init; }

    /// <summary>The drawn items by position.</summary>
    [Id(2)]
    public required ImmutableArray<ExploredAction> Draws { get; init; }
}

/// <summary>An item that exploration drew for a slot of a list. Immutable.</summary>
/// <param name="Position">The slot's position, from 0.</param>
/// <param name="Item">The drawn item.</param>
/// <param name="Propensity">The exact probability of the draw given the earlier slots, above 0, at most 1.</param>
/// <param name="Features">The item's features in this context, in the order the reward model takes them.</param>
[GenerateSerializer, Immutable, Alias("Personalization.ExploredDraw")]
public sealed record ExploredAction(
    [property: Id(0)] int Position,
    [property: Id(1)] ItemId Item,
    [property: Id(2)] double Propensity,
    [property: Id(3)] ImmutableArray<double> Features);

/// <summary>A log entry with its position in the log of all users.</summary>
/// <param name="Position">The position in commit order over all users; increasing, with gaps.</param>
/// <param name="UserKey">The user's key.</param>
/// <param name="Entry">The entry.</param>
public readonly record struct LogRecord(long Position, string UserKey, LogEntry Entry);
