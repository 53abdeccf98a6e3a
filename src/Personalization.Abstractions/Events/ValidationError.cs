namespace Personalization.Abstractions.Events;

/// <summary>An error in an input.</summary>
/// <param name="Path">
/// The place of the error: a JSON path from the input's root (<c>$.itemId</c>, <c>$[3].occurredAt</c>).
/// </param>
/// <param name="Code">
/// A stable machine-readable code: <c>required</c>, <c>invalid</c>, <c>tooLong</c>, <c>outOfRange</c>, <c>unknown</c>,
/// <c>duplicate</c>, <c>malformed</c>.
/// </param>
/// <param name="Message">A sentence for a person, with the allowed range.</param>
[GenerateSerializer, Immutable, Alias("Personalization.ValidationError")]
public sealed record ValidationError(
    [property: Id(0)] string Path, [property: Id(1)] string Code, [property: Id(2)] string Message);
