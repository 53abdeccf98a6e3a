using System.Collections.Immutable;

namespace Personalization.Abstractions.Filters;

/// <summary>An expression of the filter language, as parsed. Immutable.</summary>
public abstract record FilterExpression;

/// <summary>All parts must hold.</summary>
/// <param name="Parts">The parts, at least two.</param>
public sealed record FilterAll(ImmutableArray<FilterExpression> Parts) : FilterExpression;

/// <summary>At least one part must hold.</summary>
/// <param name="Parts">The parts, at least two.</param>
public sealed record FilterAny(ImmutableArray<FilterExpression> Parts) : FilterExpression;

/// <summary>The inner expression must not hold.</summary>
/// <param name="Inner">The negated expression.</param>
public sealed record FilterNot(FilterExpression Inner) : FilterExpression;

/// <summary>Always or never holds.</summary>
/// <param name="Holds">Whether it holds.</param>
public sealed record FilterConstant(bool Holds) : FilterExpression;

/// <summary>
/// Compares a field with values. It holds if any value of the field matches; a missing field has none.
/// </summary>
/// <param name="Field">The field on the left side.</param>
/// <param name="Operator">How to compare.</param>
/// <param name="Values">The values on the right side: two for a range, otherwise at least one.</param>
public sealed record FilterTest(
    FilterField Field, FilterOperator Operator, ImmutableArray<FilterValue> Values) : FilterExpression;

/// <summary>A value on the right side of a test. Immutable.</summary>
public abstract record FilterValue;

/// <summary>A text, a number, true or false.</summary>
/// <param name="Value">The value.</param>
public sealed record FilterLiteral(FilterScalar Value) : FilterValue;

/// <summary>A field of the current item, the user or the request: <c>item.price * 1.2</c>.</summary>
/// <param name="Field">The field.</param>
/// <param name="Factor">The factor for a number; 1 for none.</param>
/// <param name="Offset">The addend for a number; 0 for none.</param>
public sealed record FilterReference(FilterField Field, double Factor = 1, double Offset = 0) : FilterValue;

/// <summary>A named field. Immutable.</summary>
/// <param name="Source">Whose field.</param>
/// <param name="Name">The name.</param>
/// <param name="IsAttribute">Whether the name was written as <c>attributes.NAME</c>.</param>
public sealed record FilterField(FilterSource Source, string Name, bool IsAttribute = false);

/// <summary>Whose field a <see cref="FilterField"/> is.</summary>
public enum FilterSource
{
    /// <summary>The item that the filter allows or refuses.</summary>
    Candidate = 0,

    /// <summary>The current item of the request.</summary>
    Item = 1,

    /// <summary>The user of the request.</summary>
    User = 2,

    /// <summary>The context of the request: device, country, hour.</summary>
    Context = 3,
}

/// <summary>How a <see cref="FilterTest"/> compares.</summary>
public enum FilterOperator
{
    /// <summary>The field equals a value; text ignores case.</summary>
    Equal = 0,

    /// <summary>The field is less than a value.</summary>
    Less = 1,

    /// <summary>The field is at most a value.</summary>
    LessOrEqual = 2,

    /// <summary>The field is greater than a value.</summary>
    Greater = 3,

    /// <summary>The field is at least a value.</summary>
    GreaterOrEqual = 4,

    /// <summary>The field lies from the first to the second value, both included.</summary>
    Between = 5,

    /// <summary>The text contains a value, or the list has it as an element; ignores case.</summary>
    Contains = 6,

    /// <summary>The category is a path or lies below it; ignores case.</summary>
    Within = 7,
}
