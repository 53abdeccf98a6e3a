using Personalization.Abstractions.Identity;

namespace Personalization.Abstractions.Filters;

/// <summary>Describes the name of an attribute that no item has.</summary>
public static class UnknownAttribute
{
    private const int MostShown = 30;

    /// <summary>Returns a sentence without a full stop: the name, the nearest known name and the known names.</summary>
    /// <param name="name">The unknown name.</param>
    /// <param name="known">The known names of attributes.</param>
    /// <param name="fields">The names of fields that are accepted in the same place; empty for none.</param>
    public static string Describe(string name, IEnumerable<string> known, params IReadOnlyList<string> fields)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(fields);
        string[] attributes = [.. known.Order(StringComparer.Ordinal)];
        string? guess = NameGuess.Closest(name, fields.Concat(attributes));
        return $"no item has {(fields.Count > 0 ? "a field or attribute" : "an attribute")} "
            + $"'{NameGuess.Shorten(name)}'; {(guess is null ? string.Empty : $"did you mean '{guess}'? ")}"
            + (fields.Count > 0 ? $"Fields are {string.Join(", ", fields)}; attributes" : "Attributes")
            + $" are {List(attributes)}";
    }

    private static string List(string[] names) =>
        string.Join(", ", names.Take(MostShown).Select(NameGuess.Shorten))
        + (names.Length > MostShown ? $" and {names.Length - MostShown} more" : string.Empty);
}
