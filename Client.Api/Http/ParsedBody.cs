using System.Text.Json;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Json;

namespace Personalization.Client.Api.Http;

/// <summary>A body of one or many elements.</summary>
/// <param name="IsSingle">Whether the body was one object rather than an array or NDJSON.</param>
/// <param name="Elements">The elements, in the body's order.</param>
internal sealed record ParsedBody<T>(bool IsSingle, List<ParsedElement<T>> Elements)
    where T : class;

/// <summary>One element of a body.</summary>
/// <param name="Path">The element's JSON path in the body.</param>
/// <param name="Value">The readable fields; null when the element is not an object.</param>
/// <param name="Errors">Every field that could not be read. Validation adds its errors.</param>
internal readonly record struct ParsedElement<T>(string Path, T? Value, List<ValidationError> Errors)
    where T : class
{
    /// <summary>Returns the value of an element without errors.</summary>
    /// <exception cref="RequestRefusedException">422 with every error.</exception>
    public T Valid() => Errors.Count > 0 ? throw RequestRefusedException.Invalid(Errors) : Value!;
}

/// <summary>Reads the next element of a body.</summary>
internal delegate ParsedElement<T> ReadNext<T>(ref Utf8JsonReader reader, string path, ObjectReader<T> read)
    where T : class;
