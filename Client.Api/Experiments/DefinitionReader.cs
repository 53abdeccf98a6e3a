using System.Text.Json;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Experiments;
using Personalization.Abstractions.Json;

namespace Personalization.Client.Api.Experiments;

/// <summary>Reads the definition of an experiment.</summary>
internal static class DefinitionReader
{
    /// <inheritdoc cref="ObjectReader{T}"/>
    public static ExperimentDefinition Read(ref Utf8JsonReader reader, string path, List<ValidationError> errors)
    {
        JsonElement body = JsonElement.ParseValue(ref reader);
        ExperimentDefinition? definition = ExperimentJson.ReadDefinition(body, out ValidationError? error);
        if (error is not null)
        {
            errors.Add(error);
        }

        // The body reader rejects an element without a value and lists its errors.
        return definition!;
    }
}
