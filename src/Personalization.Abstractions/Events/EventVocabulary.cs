using System.Collections.Frozen;
using System.Globalization;

namespace Personalization.Abstractions.Events;

/// <summary>The event types an installation accepts, with their weights. Immutable.</summary>
public sealed class EventVocabulary
{
    private readonly FrozenDictionary<string, EventTypeDefinition> _types;

    /// <summary>
    /// Creates a vocabulary of the built-in types and <paramref name="own"/>, which may override built-in types.
    /// </summary>
    public EventVocabulary(IEnumerable<EventTypeDefinition>? own = null)
    {
        Dictionary<string, EventTypeDefinition> types = BuiltIn.ToDictionary(type => type.Name, StringComparer.Ordinal);
        foreach (EventTypeDefinition type in own ?? [])
        {
            types[type.Name] = type;
        }

        _types = types.ToFrozenDictionary(StringComparer.Ordinal);
        Fingerprint = string.Join(';', types.Values.OrderBy(type => type.Name, StringComparer.Ordinal)
            .Select(type => string.Create(CultureInfo.InvariantCulture, $"{type.Name}={type.Weight:R}")));
    }

    /// <summary>The built-in types with their default weights.</summary>
    public static IReadOnlyList<EventTypeDefinition> BuiltIn { get; } =
    [
        new(EventTypes.Impression, 0),
        new(EventTypes.View, 1),
        new(EventTypes.Click, 1),
        new(EventTypes.AddToCart, 3),
        new(EventTypes.RemoveFromCart, -2),
        new(EventTypes.Purchase, 5),
        new(EventTypes.Like, 4),
        new(EventTypes.Dismiss, -5),
    ];

    /// <summary>The vocabulary of the built-in types.</summary>
    /// <remarks>Declared after <see cref="BuiltIn"/>, because static fields are initialized in textual order.</remarks>
    public static EventVocabulary Default { get; } = new();

    /// <summary>All types, in no particular order.</summary>
    public IEnumerable<EventTypeDefinition> Types => _types.Values;

    /// <summary>A text that is equal for two vocabularies exactly when all names and weights are equal.</summary>
    /// <remarks>A profile that was folded with another vocabulary is folded again.</remarks>
    public string Fingerprint { get; }

    /// <summary>Gets whether clients may send events of <paramref name="type"/>.</summary>
    public bool Knows(string type) => _types.ContainsKey(type);

    /// <summary>Gets the weight of <paramref name="type"/>; 0 for a type that is no longer declared.</summary>
    public double WeightOf(string type) => _types.TryGetValue(type, out EventTypeDefinition? known) ? known.Weight : 0;
}
