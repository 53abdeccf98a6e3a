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

    /// <summary>Merges the preferences of another user into these.</summary>
    /// <returns>
    /// These preferences, or the other user's categories and attributes if these are empty. An opt-out of either user
    /// stays.
    /// </returns>
    public StatedPreferences MergedWith(StatedPreferences other) => new()
    {
        Categories = Categories.IsDefaultOrEmpty ? other.Categories : Categories,
        Attributes = Attributes.IsEmpty ? other.Attributes : Attributes,
        OptOut = OptOut || other.OptOut,
    };

    /// <summary>Gets whether other preferences have the same content.</summary>
    /// <remarks>The equality of the record compares references.</remarks>
    public bool HasSameContent(StatedPreferences other) =>
        OptOut == other.OptOut
        && (Categories.IsDefault ? [] : Categories).SequenceEqual(other.Categories.IsDefault ? [] : other.Categories)
        && Attributes.Count == other.Attributes.Count
        && Attributes.All(pair => other.Attributes.GetValueOrDefault(pair.Key) == pair.Value);
}

/// <summary>A change of a user's stated preferences. Null keeps the present value. Immutable.</summary>
[GenerateSerializer, Immutable, Alias("Personalization.PreferencesChange")]
public sealed record PreferencesChange
{
    /// <inheritdoc cref="StatedPreferences.Categories"/>
    [Id(0)]
    public ImmutableArray<string>? Categories { get; init; }

    /// <inheritdoc cref="StatedPreferences.Attributes"/>
    [Id(1)]
    public ImmutableDictionary<string, string>? Attributes { get; init; }

    /// <inheritdoc cref="StatedPreferences.OptOut"/>
    [Id(2)]
    public bool? OptOut { get; init; }

    /// <summary>The change that replaces all preferences.</summary>
    public static PreferencesChange Of(StatedPreferences preferences) => new()
    {
        Categories = preferences.Categories,
        Attributes = preferences.Attributes,
        OptOut = preferences.OptOut,
    };

    /// <summary>Applies the change.</summary>
    public StatedPreferences ApplyTo(StatedPreferences present) => new()
    {
        Categories = Categories ?? present.Categories,
        Attributes = Attributes ?? present.Attributes,
        OptOut = OptOut ?? present.OptOut,
    };
}
