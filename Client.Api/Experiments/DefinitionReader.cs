using System.Text.Json;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Experiments;
using Personalization.Client.Api.Http;

namespace Personalization.Client.Api.Experiments;

/// <summary>Reads the body that defines an experiment.</summary>
internal static class DefinitionReader
{
    /// <inheritdoc cref="ReadElement{T}"/>
    public static ExperimentDefinition Read(ref Utf8JsonReader reader, string path, List<ValidationError> errors)
    {
        JsonElement body = JsonElement.ParseValue(ref reader);
        ExperimentDefinition? definition = ExperimentJson.ReadDefinition(body, out ValidationError? error);
        if (error is not null)
        {
            errors.Add(error);
        }

        // Whoever reads a body refuses an element without a value, with the errors.
        return definition!;
    }
}
