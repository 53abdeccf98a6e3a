using System.Collections.Immutable;

namespace Personalization.Engine.Experiments.Assignment;

/// <summary>One condition on a user's attributes.</summary>
/// <param name="Attribute">The attribute's name (<c>country</c>, <c>app</c>).</param>
/// <param name="Values">Any of these must be its value, case ignored.</param>
/// <param name="Negated">Whether none of them may be. A user without the attribute fulfils only negated conditions.</param>
public sealed record AttributeCondition(string Attribute, ImmutableArray<string> Values, bool Negated = false)
{
    /// <summary>Whether a user's attributes fulfil it.</summary>
    public bool Holds(IReadOnlyDictionary<string, string> attributes) =>
        (attributes.TryGetValue(Attribute, out string? value) && Values.Contains(value, StringComparer.OrdinalIgnoreCase)) != Negated;
}
