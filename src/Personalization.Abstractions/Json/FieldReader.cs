using System.Text.Json;
using Personalization.Abstractions.Events;

namespace Personalization.Abstractions.Json;

/// <summary>Reads one value of a JSON object. Adds an error and does not throw for a value of a wrong kind.</summary>
public delegate TValue FieldReader<out TValue>(
    ref Utf8JsonReader reader, string path, string field, List<ValidationError> errors);
