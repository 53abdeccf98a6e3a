using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Experiments;
using Personalization.Engine.Experiments.Assignment;
using Personalization.Engine.Experiments.Results;
using Personalization.Engine.Experiments.Statistics;

namespace Personalization.Engine.Experiments;

/// <summary>Experiments as JSON: how they cross the wire, are stored, and are seen over REST. Names are in camel case, enumerations are words, and a number that is not finite is null.</summary>
public static class ExperimentJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        // Reflection, since the generated reader resets what a definition leaves out to nothing instead of to its default.
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        NumberHandling = JsonNumberHandling.Strict,
        PropertyNameCaseInsensitive = false,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false), new FiniteNumberConverter() },
    };

    /// <summary>Reads a definition; null, with why, when the text is none. Whether it is valid is <see cref="ExperimentValidator"/>'s to say.</summary>
    public static ExperimentDefinition? ReadDefinition(string json, out ValidationError? error)
    {
        try
        {
            ExperimentDefinition definition = JsonSerializer.Deserialize<ExperimentDefinition>(json, Options) ?? throw new JsonException("The definition must be an object, is null.");
            error = HasGaps(definition) ? new ValidationError("$", "malformed", "An element of an array is null.") : null;
            return error is null ? definition : null;
        }
        catch (JsonException wrong)
        {
            int position = wrong.Message.IndexOf(" Path:", StringComparison.Ordinal);
            error = new ValidationError(string.IsNullOrEmpty(wrong.Path) ? "$" : wrong.Path, "malformed", position < 0 ? wrong.Message : wrong.Message[..position]);
            return null;
        }
    }

    /// <summary>The definition of a registered experiment.</summary>
    /// <exception cref="InvalidDataException">It is not readable: registered by a later version.</exception>
    public static ExperimentDefinition DefinitionOf(ExperimentView experiment) =>
        (ReadDefinition(experiment.Definition, out ValidationError? error) ?? throw new InvalidDataException($"The experiment {experiment.Name} is not readable: {error!.Path}: {error.Message}"))
            with { Status = experiment.Status };

    /// <summary>Writes a definition.</summary>
    public static string Write(ExperimentDefinition definition) => JsonSerializer.Serialize(definition, Options);

    /// <summary>Writes results.</summary>
    public static string Write(ExperimentResults results) => JsonSerializer.Serialize(results, Options);

    /// <summary>Reads results.</summary>
    public static ExperimentResults ReadResults(string json) => JsonSerializer.Deserialize<ExperimentResults>(json, Options)!;

    /// <summary>Writes statistics, exactly.</summary>
    public static string Write(ExperimentStatistics statistics) => JsonSerializer.Serialize(statistics, Options);

    /// <summary>Reads statistics.</summary>
    public static ExperimentStatistics ReadStatistics(string json) => JsonSerializer.Deserialize<ExperimentStatistics>(json, Options)!;

    /// <summary>Whether an array has a null in it, which the reader does not refuse.</summary>
    private static bool HasGaps(ExperimentDefinition definition) =>
        definition.Arms.Any(arm => arm is null) || definition.Metrics.Any(metric => metric is null) || definition.Ramp.Any(step => step is null)
        || definition.Audience.Attributes.Any(condition => condition is null);
}
