using System.Collections.Immutable;

namespace Personalization.Abstractions.Profiles;

/// <summary>The preferences that a user stated, in contrast to those inferred from events. Immutable.</summary>
[GenerateSerializer, Immutable, Alias("Personalization.StatedPreferences")]
public sealed record StatedPreferences
{
    /// <summary>The categories that the user likes; at most 64, of at most 128 characters each.</summary>
    [Id(0)]
    public ImmutableArray<string> Categories { get; init; } = [];

    /// <summary>
    /// Attributes of the user that the client attaches (country, plan). At most 64 names of 64 characters; values of at
    /// most 1,024 characters.
    /// </summary>
    [Id(1)]
    public ImmutableDictionary<string, string> Attributes { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Gets whether the user opted out of personalization. Lists then contain only popular items.</summary>
    [Id(2)]
    public bool OptOut { get; init; }

    /// <summary>Gets whether the user has stated nothing.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsEmpty => Categories.IsDefaultOrEmpty && Attributes.IsEmpty && !OptOut;
}
