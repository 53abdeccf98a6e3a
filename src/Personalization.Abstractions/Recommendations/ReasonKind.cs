namespace Personalization.Abstractions.Recommendations;

/// <summary>The candidate source that carried most of an item's score.</summary>
[GenerateSerializer, Alias("Personalization.ReasonKind")]
public enum ReasonKind
{
    /// <summary>Sessions like the user's present one went on to this item; the evidence is an item of the session.</summary>
    SimilarSessions = 0,

    /// <summary>Users with like taste chose it (matrix factorisation); the evidence is the user's item nearest to it.</summary>
    SimilarTaste = 1,

    /// <summary>It is often chosen together with the evidence item.</summary>
    ChosenTogether = 2,

    /// <summary>It is popular now.</summary>
    Popular = 3,

    /// <summary>It is popular now in a category the user prefers; the evidence is the category.</summary>
    PopularInCategory = 4,

    /// <summary>It is new in the catalogue.</summary>
    New = 5,

    /// <summary>It is on the configured list.</summary>
    Configured = 6,

    /// <summary>The user chose it before; the evidence is the item itself.</summary>
    ChosenBefore = 7,
}
