using System.Text.Json.Serialization;

namespace Personalization.Engine.Models;

/// <summary>Whether a version serves with a learnt ranker, and why.</summary>
/// <param name="Available">Whether the machine that trained could learn at all.</param>
/// <param name="Note">The reason, in a sentence.</param>
/// <param name="Lists">How many lists it was tried with.</param>
/// <param name="Fresh">How it did on lists of items the user has not met; null when it was not tried.</param>
/// <param name="Returning">How it did on lists on which what the user has met may come back; null when it was not tried.</param>
/// <param name="Features">Its features, in order; empty when the blend ranks.</param>
internal sealed record ManifestRanker(bool Available, string Note, int Lists, ManifestComparison? Fresh, ManifestComparison? Returning, IReadOnlyList<string> Features)
{
    /// <summary>How it did on candidates that are given, against the blend for those; null when it ranks no lists of new items, and in artifacts written before there was such a blend.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ManifestComparison? Given { get; init; }

    /// <summary>Whether it ranks candidates that are given: where it ranks lists of new items, unless the hold-out speaks against it.</summary>
    [JsonIgnore]
    public bool RanksGiven => Fresh is { Used: true } && Given is not { Used: false };
}
