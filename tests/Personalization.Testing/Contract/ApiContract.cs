using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;

namespace Personalization.Testing.Contract;

/// <summary>The served OpenAPI document. Finds answers and accepted bodies that it does not describe.</summary>
/// <remarks>A field that an object's schema does not list is an error, so that a new field must be described.</remarks>
internal sealed class ApiContract
{
    private const string Base = "https://contract.test/api";
    private const string EventStream = "text/event-stream";

    private static readonly EvaluationOptions Options =
        new() { OutputFormat = OutputFormat.List, RequireFormatValidation = true };

    private readonly BuildOptions _build = new() { SchemaRegistry = new SchemaRegistry() };
    private readonly Dictionary<string, JsonSchema> _schemas = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();
    private readonly ContractOperation[] _operations;

    /// <summary>Reads a document.</summary>
    /// <param name="document">The text of <c>/openapi/v1.json</c>.</param>
    public ApiContract(string document)
    {
        JsonNode root = JsonNode.Parse(document.Replace("#/components/schemas/", $"{Base}#/$defs/"))!;
        JsonNode definitions = root["components"]!["schemas"]!.DeepClone();
        foreach ((_, JsonNode? schema) in definitions.AsObject())
        {
            Close(schema);
        }

        JsonObject all = new()
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["$id"] = Base,
            ["$defs"] = definitions,
        };
        _ = JsonSchema.FromText(all.ToJsonString(), _build);
        _operations = [.. root["paths"]!.AsObject()
            .SelectMany(path => path.Value!.AsObject().Select(operation =>
                new ContractOperation(operation.Key.ToUpperInvariant(), path.Key, operation.Value!)))
            .OrderBy(operation => operation.Parameters)];
    }

    /// <summary>Finds the operation of a request.</summary>
    /// <param name="method">The method in upper case.</param>
    /// <param name="path">The escaped path, without its query.</param>
    /// <returns>The operation; null when the document does not describe it.</returns>
    public ContractOperation? Find(string method, string path) =>
        Array.Find(_operations, operation => operation.Method == method && operation.Pattern.IsMatch(path));

    /// <summary>Lists what an answer has that the document does not describe; empty when it is true.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="status">The status.</param>
    /// <param name="mediaType">The body's media type without parameters; null without a body.</param>
    /// <param name="body">The body.</param>
    public IReadOnlyList<string> WrongAnswer(ContractOperation operation, int status, string? mediaType, string body)
    {
        if (operation.Node["responses"]![$"{status}"] is not { } answer)
        {
            return [$"status {status} is not described"];
        }

        if (body.Length == 0)
        {
            return [];
        }

        if (answer["content"]?[mediaType ?? string.Empty] is not { } content)
        {
            return [$"media type '{mediaType}' of status {status} is not described"];
        }

        if (content["schema"] is not { } schema || mediaType == EventStream)
        {
            return [];
        }

        return mediaType switch
        {
            "application/json" or "application/problem+json" => Wrong(schema, body),
            "application/x-ndjson" => [.. body.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .SelectMany(line => Wrong(schema, line))],
            _ => [],
        };
    }

    /// <summary>Lists what the document forbids in a JSON body that the API accepted; empty when it is true.</summary>
    /// <remarks>Null means a missing field in each body, as the description of the API states.</remarks>
    public IReadOnlyList<string> WrongRequest(ContractOperation operation, string body) =>
        operation.Node["requestBody"]?["content"]?["application/json"]?["schema"] is { } schema && body.Length > 0
            ? Wrong(schema, WithoutNulls(JsonNode.Parse(body))?.ToJsonString() ?? "null")
            : [];

    private static JsonNode? WithoutNulls(JsonNode? body) => body switch
    {
        JsonObject fields => new JsonObject(fields.Where(field => field.Value is not null)
            .Select(field => KeyValuePair.Create(field.Key, WithoutNulls(field.Value)))),
        JsonArray elements => new JsonArray([.. elements.Select(WithoutNulls)]),
        _ => body?.DeepClone(),
    };

    private static void Close(JsonNode? schema)
    {
        if (schema is JsonArray several)
        {
            foreach (JsonNode? one in several)
            {
                Close(one);
            }
        }
        else if (schema is JsonObject one)
        {
            foreach ((_, JsonNode? inner) in one.ToArray())
            {
                Close(inner);
            }

            if (one["properties"] is JsonObject && one["additionalProperties"] is null && one["type"] is not null)
            {
                one["additionalProperties"] = false;
            }
        }
    }

    private List<string> Wrong(JsonNode schema, string body)
    {
        using JsonDocument document = JsonDocument.Parse(body);
        EvaluationResults results = SchemaOf(schema.ToJsonString()).Evaluate(document.RootElement, Options);
        return results.IsValid ? [] : [.. (results.Details ?? [])
            .Where(detail => !detail.IsValid)
            .SelectMany(detail => (detail.Errors ?? new Dictionary<string, string>())
                .Select(error => $"{detail.InstanceLocation} {error.Key}: {error.Value}"))
            .Distinct()];
    }

    private JsonSchema SchemaOf(string text)
    {
        lock (_lock)
        {
            if (!_schemas.TryGetValue(text, out JsonSchema? schema))
            {
                _schemas[text] = schema = JsonSchema.FromText(text, _build, new Uri($"{Base}/{_schemas.Count}"));
            }

            return schema;
        }
    }
}
