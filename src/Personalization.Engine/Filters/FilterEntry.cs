using Personalization.Abstractions.Filters;

namespace Personalization.Engine.Filters;

/// <summary>A distinct value of a field.</summary>
/// <param name="Value">The value.</param>
/// <param name="IsElement">Whether it is an element of a list.</param>
internal readonly record struct FilterEntry(FilterScalar Value, bool IsElement) : IComparable<FilterEntry>
{
    /// <summary>Orders by kind, then by number or by text. Texts that differ only in case are neighbors.</summary>
    public int CompareTo(FilterEntry other)
    {
        int order = IsElement.CompareTo(other.IsElement);
        order = order != 0 ? order : Value.Kind.CompareTo(other.Value.Kind);
        order = order != 0 ? order : Value.Number.CompareTo(other.Value.Number);
        order = order != 0
            ? order
            : string.Compare(Value.Text, other.Value.Text, StringComparison.OrdinalIgnoreCase);
        return order != 0 ? order : string.CompareOrdinal(Value.Text, other.Value.Text);
    }
}
