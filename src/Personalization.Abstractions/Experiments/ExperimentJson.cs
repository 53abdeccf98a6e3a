using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Json;

namespace Personalization.Abstractions.Experiments;

/// <summary>
/// Reads and writes experiments as JSON: in request bodies, in the store, and between processes of version 0.1.
/// </summary>
/// <remarks>Names are camel case, enumerations are words, and numbers that are not finite are null.</remarks>
public static class ExperimentJson
{
    /// <summary>The JSON options for experiments, results and statistics. Read-only.</summary>
    public static JsonSerializerOptions Options { get; } = CreateOptions();

    /// <summary>
    /// Reads a definition without validating it. Returns null and an error when the text is not a definition.
    /// </summary>
    public static ExperimentDefinition? ReadDefinition(string json, out ValidationError? error) =>
        ReadDefinition(() => JsonSerializer.Deserialize<ExperimentDefinition>(json, Options), out error);

    /// <summary>
    /// Reads a definition without validating it. Returns null and an error when the element is not a definition.
    /// </summary>
    public static ExperimentDefinition? ReadDefinition(JsonElement json, out ValidationError? error) =>
        ReadDefinition(() => json.Deserialize<ExperimentDefinition>(Options), out error);

    /// <summary>Writes a definition.</summary>
    public static string Write(ExperimentDefinition definition) => JsonSerializer.Serialize(definition, Options);

    /// <summary>Writes results.</summary>
    public static string Write(ExperimentResults results) => JsonSerializer.Serialize(results, Options);

    /// <summary>Reads results.</summary>
    public static ExperimentResults ReadResults(string json) =>
        JsonSerializer.Deserialize<ExperimentResults>(json, Options)!;

    private static ExperimentDefinition? ReadDefinition(Func<ExperimentDefinition?> read, out ValidationError? error)
    {
        try
        {
            ExperimentDefinition definition =
                read() ?? throw new JsonException("The definition must be an object but was null.");
            error = HasNullElements(definition)
                ? new ValidationError("$", "malformed", "An element of an array must not be null.")
                : null;
            return error is null ? definition : null;
        }
        catch (JsonException wrong)
        {
            int position = wrong.Message.IndexOf(" Path:", StringComparison.Ordinal);
            error = new ValidationError(
                string.IsNullOrEmpty(wrong.Path) ? "$" : wrong.Path,
                "malformed",
                position < 0 ? wrong.Message : wrong.Message[..position]);
            return null;
        }
    }

    /// <summary>Gets whether an array contains null, which the serializer accepts.</summary>
    private static bool HasNullElements(ExperimentDefinition definition) =>
        definition.Arms.Any(arm => arm is null) || definition.Metrics.Any(metric => metric is null)
        || definition.Ramp.Any(step => step is null)
        || definition.Audience.Attributes.Any(condition => condition is null);

    private static JsonSerializerOptions CreateOptions()
    {
        JsonSerializerOptions options = new(JsonSerializerDefaults.Web)
        {
            // Reflection: the source generator sets a missing property to null instead of to its default.
            TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
            RespectNullableAnnotations = true,
            NumberHandling = JsonNumberHandling.Strict,
            PropertyNameCaseInsensitive = false,
            Converters =
            {
                new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false),
                new FiniteNumberConverter(),
            },
        };
        options.MakeReadOnly();
        return options;
    }
}
