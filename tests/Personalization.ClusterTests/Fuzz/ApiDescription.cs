using System.Globalization;
using System.Text.Json;
using Personalization.Testing.Contract;

namespace Personalization.ClusterTests.Fuzz;

/// <summary>The API's own description (<c>/openapi/v1.json</c>): its requests and its response statuses.</summary>
internal sealed class ApiDescription
{
    private static readonly string[] Methods = ["get", "put", "post", "delete", "patch"];
    private readonly JsonElement _root;

    /// <summary>Reads a description.</summary>
    public ApiDescription(JsonElement root)
    {
        _root = root;
        Contract = new ApiContract(root.GetRawText());
        Operations = [.. root.GetProperty("paths").EnumerateObject()
            .SelectMany(
                path => path.Value.EnumerateObject()
                    .Where(o => Methods.Contains(o.Name) && !IsStream(o))
                    .Select(o => Read(path, o)))];
    }

    /// <summary>Gets every operation that answers with one document.</summary>
    public IReadOnlyList<ApiOperation> Operations { get; }

    /// <summary>Gets the check of answers against the description.</summary>
    public ApiContract Contract { get; }

    /// <summary>Resolves a schema reference; other schemas are returned as they are.</summary>
    public JsonElement Resolve(JsonElement schema)
    {
        while (schema.TryGetProperty("$ref", out JsonElement pointer))
        {
            schema = pointer.GetString()!.Split('/').Skip(1).Aggregate(_root, (at, name) => at.GetProperty(name));
        }

        return schema;
    }

    /// <summary>Whether the answer does not end until the client disconnects.</summary>
    private static bool IsStream(JsonProperty operation) =>
        operation.Value.GetProperty("responses").TryGetProperty("200", out JsonElement answer)
        && answer.TryGetProperty("content", out JsonElement types)
        && types.TryGetProperty("text/event-stream", out _);

    private ApiOperation Read(JsonProperty path, JsonProperty operation)
    {
        JsonElement body = operation.Value;
        List<ApiParameter> query = body.TryGetProperty("parameters", out JsonElement parameters)
            ? [.. parameters.EnumerateArray()
                .Where(p => p.GetProperty("in").GetString() == "query")
                .Select(p => new ApiParameter(p.GetProperty("name").GetString()!, p.GetProperty("schema")))]
            : [];
        Dictionary<string, JsonElement> bodies = body.TryGetProperty("requestBody", out JsonElement request)
            ? Resolve(request)
                .GetProperty("content")
                .EnumerateObject()
                .Where(type => type.Value.TryGetProperty("schema", out _))
                .ToDictionary(type => type.Name, type => type.Value.GetProperty("schema"))
            : [];
        HashSet<int> statuses = [.. body.GetProperty("responses")
            .EnumerateObject()
            .Select(status => int.Parse(status.Name, CultureInfo.InvariantCulture))];
        return new ApiOperation(operation.Name.ToUpperInvariant(), path.Name, query, bodies, statuses);
    }
}
