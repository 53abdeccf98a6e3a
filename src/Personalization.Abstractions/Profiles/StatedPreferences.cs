using System.Collections.Immutable;

namespace Personalization.Abstractions.Profiles;

/// <summary>What a user said about themselves, as opposed to what they did. Immutable.</summary>
[GenerateSerializer, Immutable, Alias("Personalization.StatedPreferences")]
public sealed record StatedPreferences
{
    /// <summary>Categories the user said they like; at most 64 of 128 characters.</summary>
    [Id(0)]
    public ImmutableArray<string> Categories { get; init; } = [];

    /// <summary>Facts about the user the client attaches (country, plan); at most 64 names of 64 characters with values of 1,024.</summary>
    [Id(1)]
    public ImmutableDictionary<string, string> Attributes { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Whether the user objects to personalization: lists then hold only what is popular.</summary>
    [Id(2)]
    public bool OptOut { get; init; }

    /// <summary>Whether the user has said nothing.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsEmpty => Categories.IsDefaultOrEmpty && Attributes.IsEmpty && !OptOut;
}
