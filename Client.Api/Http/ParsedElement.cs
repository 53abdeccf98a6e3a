using Personalization.Abstractions.Events;

namespace Personalization.Client.Api.Http;

/// <summary>One element of a body.</summary>
/// <param name="Path">Its JSON path in the body.</param>
/// <param name="Value">What could be read of it; null when it is not even an object.</param>
/// <param name="Errors">Everything that could not be read; validation adds to it.</param>
internal readonly record struct ParsedElement<T>(string Path, T? Value, List<ValidationError> Errors)
    where T : class;
