using System.Text.Json;
using Personalization.Abstractions.Events;

namespace Personalization.Abstractions.Json;

/// <summary>Reads one value of a JSON object. Adds an error and does not throw for a value of a wrong kind.</summary>
/// <param name="reader">The reader. It stands on the value, and afterwards on the value's last token.</param>
/// <param name="path">The JSON path of the object.</param>
/// <param name="field">The name of the field.</param>
/// <param name="errors">Receives the error of a wrong value.</param>
public delegate TValue FieldReader<out TValue>(
    ref Utf8JsonReader reader, string path, string field, List<ValidationError> errors);
