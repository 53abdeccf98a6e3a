using System.Text.Json;
using Personalization.Abstractions.Events;

namespace Personalization.Abstractions.Json;

/// <summary>Reads one object. Adds errors and does not throw for invalid fields.</summary>
/// <param name="reader">The reader. It stands on the object's first token, and afterwards on the last one.</param>
/// <param name="path">The JSON path of the object.</param>
/// <param name="errors">Receives every error.</param>
public delegate T ObjectReader<out T>(ref Utf8JsonReader reader, string path, List<ValidationError> errors);
