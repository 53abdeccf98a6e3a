using System.Text.Json;
using Personalization.Abstractions.Events;

namespace Personalization.Client.Api.Http;

/// <summary>
/// Reads one object; the reader stands on its first token before and on its last after. Errors are added, never thrown.
/// </summary>
internal delegate T ReadElement<out T>(ref Utf8JsonReader reader, string path, List<ValidationError> errors);
