using System.Text.Json;
using Personalization.Abstractions.Events;
using Personalization.Client.Api.Http;

namespace Personalization.Client.Api.Experiments;

/// <summary>Reads the body that defines an experiment.</summary>
internal static class DefinitionReader
{
    /// <inheritdoc cref="ReadElement{T}"/>
    public static RawDefinition Read(ref Utf8JsonReader reader, string path, List<ValidationError> errors) => new(JsonElement.ParseValue(ref reader).GetRawText());
}
