using System.Collections.Frozen;
using System.Globalization;

namespace Personalization.Abstractions.Events;

/// <summary>The event types an installation accepts and what each weighs. Immutable.</summary>
public sealed class EventVocabulary
{
    private readonly FrozenDictionary<string, EventTypeDefinition> _types;

    /// <summary>Makes a vocabulary of the built-in types, with <paramref name="own"/> added or put in their place.</summary>
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

    /// <summary>The vocabulary of the built-in types alone. Stands below <see cref="BuiltIn"/>, which it is made from: statics are set in the order of the text.</summary>
    public static EventVocabulary Default { get; } = new();

    /// <summary>All types, in no particular order.</summary>
    public IEnumerable<EventTypeDefinition> Types => _types.Values;

    /// <summary>Equal for two vocabularies exactly when every name and weight is equal. A profile folded under another is folded anew.</summary>
    public string Fingerprint { get; }

    /// <summary>Whether clients may send <paramref name="type"/>.</summary>
    public bool Knows(string type) => _types.ContainsKey(type);

    /// <summary>The weight of <paramref name="type"/>; 0 for a type no longer declared.</summary>
    public double WeightOf(string type) => _types.TryGetValue(type, out EventTypeDefinition? known) ? known.Weight : 0;
}
