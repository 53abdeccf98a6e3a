using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Personalization.Abstractions.Experiments;

namespace Personalization.Abstractions.EventLog;

/// <summary>
/// One line of a user's history. The log is the truth: a profile is what folding its entries in order of
/// <see cref="Sequence"/> gives. Kinds are only ever added; an entry once written is readable for ever. Immutable.
/// </summary>
[GenerateSerializer, Immutable, Alias("Personalization.LogEntry")]
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(EventEntry), "event")]
[JsonDerivedType(typeof(PreferencesEntry), "preferences")]
[JsonDerivedType(typeof(AliasEntry), "alias")]
[JsonDerivedType(typeof(MergedEntry), "merged")]
[JsonDerivedType(typeof(ForgottenEntry), "forgotten")]
[JsonDerivedType(typeof(EnteredEntry), "entered")]
[JsonDerivedType(typeof(ExploredEntry), "explored")]
public abstract record LogEntry
{
    /// <summary>
    /// Counts the user's entries from 1 without gaps; with the user's key, the log's primary key. Not <c>required</c>: the
    /// serializer refuses a required property that is not in the JSON. A log refuses an entry that has none.
    /// </summary>
    [Id(0), JsonIgnore]
    public long Sequence { get; init; }

    /// <summary>When the engine took it in, UTC.</summary>
    [Id(1)]
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>What it changes in the statistics of the experiments the user is in; null for nothing.</summary>
    [Id(2)]
    public ImmutableArray<MetricDelta>? Tallies { get; init; }
}
