using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using CsCheck;

namespace Personalization.ClusterTests.Fuzz;

/// <summary>Generates valid and hostile requests for every operation of the API's description.</summary>
internal sealed partial class RequestGenerator(ApiDescription description, int lane)
{
    /// <summary>The prefix of text that enters the path without escaping.</summary>
    private const char RawMark = '\uE000';

    private static readonly Gen<string?> OddContentType = Gen.OneOf<string?>(
        null, "text/plain", "application/xml", "application/json; charset=utf-16", "application/json; charset=utf-8",
        "APPLICATION/JSON", "*/*", "garbage", "multipart/form-data; boundary=x");

    private readonly JsonGenerator _calm = new(description, lane, wild: false);
    private readonly JsonGenerator _wild = new(description, lane, wild: true);

    /// <summary>
    /// Generates requests to all operations in equal shares. Training is rarer: it is expensive and tests little.
    /// </summary>
    public Gen<FuzzRequest> Requests() => Gen.Frequency(
        [.. description.Operations.Select(
            operation => (operation.Path.EndsWith("/train", StringComparison.Ordinal) ? 1 : 20, Request(operation)))]);

    private Gen<FuzzRequest> Request(ApiOperation operation)
    {
        Gen<string> calmTarget = Gen.Select(
            Path(operation, HostileText.CalmId), CalmQuery(operation), (path, query) => path + query);
        Gen<FuzzRequest> calm = operation.Bodies.Count == 0
            ? calmTarget.Select(t => new FuzzRequest(operation, operation.Method, t, null, null))
            : Gen.Select(
                calmTarget,
                CalmBody(operation),
                (t, body) => new FuzzRequest(operation, operation.Method, t, body.Type, body.Bytes));
        return Gen.Frequency((1, calm), (2, Wild(operation)));
    }

    private Gen<FuzzRequest> Wild(ApiOperation operation)
    {
        Gen<string> encoded = Gen.Frequency(
            (30, HostileText.Id),
            (1, Gen.OneOf(
                "%C3%28", "%FF", "%ED%A0%80", "%", "%2", "%zz", "..%2F..%2Fetc", "a;b=c", "a,b", "%2e%2e", "a%00b",
                "a//b").Select(raw => RawMark + raw)));
        Gen<string> method = Gen.Frequency(
            (40, Gen.Const(operation.Method)), (1, Gen.OneOf("GET", "POST", "PUT", "PATCH", "DELETE")));
        Gen<string> target = Gen.Select(Path(operation, encoded), Query(operation), (path, query) => path + query);
        return operation.Bodies.Count == 0
            ? Gen.Select(method, target, (m, t) => new FuzzRequest(WithMethod(operation, m), m, t, null, null))
            : Gen.Select(
                method,
                target,
                Body(operation),
                (m, t, body) => new FuzzRequest(WithMethod(operation, m), m, t, body.Type, body.Bytes));
    }

    /// <summary>
    /// Gets the operation that a request with another method addresses; the original one if there is none.
    /// </summary>
    private ApiOperation WithMethod(ApiOperation operation, string method) =>
        description.Operations.FirstOrDefault(other => other.Path == operation.Path && other.Method == method)
        ?? operation;

    /// <summary>
    /// Generates the operation's path with ids. Users who may be forgotten or merged have separate ids.
    /// </summary>
    private static Gen<string> Path(ApiOperation operation, Gen<string> id)
    {
        bool forgets = operation.Path.StartsWith("/v1/users", StringComparison.Ordinal)
            && (operation.Method == "DELETE" || operation.Path.EndsWith("/merge", StringComparison.Ordinal));
        Gen<string> encoded = id.Select(text => text.StartsWith(RawMark)
            ? text[1..]
            : Uri.EscapeDataString(forgets ? FuzzUsers.Forgettable(text) : text));
        Gen<string> path = Gen.Const(operation.Path);
        for (int i = operation.Path.Count(c => c == '{'); i > 0; i--)
        {
            path = Gen.Select(path, encoded, (p, e) => p[
                ..p.IndexOf('{', StringComparison.Ordinal)] + e + p[(p.IndexOf('}', StringComparison.Ordinal) + 1)..]);
        }

        return path;
    }

    private static Gen<string> CalmQuery(ApiOperation operation) =>
        operation.Query.Any(parameter => parameter.Name == "count")
        ? Gen.OneOf("", "?count=5", "?count=20")
        : Gen.Const("");

    /// <summary>
    /// Generates a documented body. It holds no resource id: an id other than the one in the path is a contradiction.
    /// </summary>
    private Gen<(string? Type, byte[]? Bytes)> CalmBody(ApiOperation operation) =>
        Gen.OneOf([.. operation.Bodies.Select(body =>
            _calm.Of(body.Value).Select(json => operation.Path.Contains("{id}", StringComparison.Ordinal)
                ? IdField().Replace(json, string.Empty)
                : json)
                .Select(json => ((string?)body.Key, (byte[]?)Encoding.UTF8.GetBytes(json))))]);

    [GeneratedRegex("\"id\":\"[^\"]*\",?", RegexOptions.CultureInvariant)]
    private static partial Regex IdField();

    private Gen<string> Query(ApiOperation operation)
    {
        Gen<string> known = operation.Query.Count == 0
            ? Gen.Const("")
            : Gen.OneOf([.. operation.Query.Select(Parameter)]);
        Gen<string> odd = Gen.Select(
            HostileText.Id,
            HostileText.Id,
            (name, value) => $"{Uri.EscapeDataString(name)}={Uri.EscapeDataString(value)}");
        return Gen.Frequency(
            (10, known), (1, odd), (1, Gen.OneOf("&", "=", "count", "count=&count=1", "%zz=%zz", "a[]=1")))
            .Array[0, 4].Select(parts => parts.Length == 0 ? "" : "?" + string.Join('&', parts));
    }

    private Gen<string> Parameter(ApiParameter parameter)
    {
        JsonElement schema = description.Resolve(parameter.Schema);
        string kind = schema.TryGetProperty("type", out JsonElement type) && type.ValueKind == JsonValueKind.String
            ? type.GetString()!
            : "string";
        Gen<string> likely = kind switch
        {
            "integer" => HostileText.Number,
            "boolean" => Gen.OneOf("true", "false", "1", "yes", "TRUE"),
            _ when parameter.Name == "filter" => Gen.OneOf(
                "category:a", "!category:a|b", "price<=80", "price>=1e999", "price<=NaN", "category:", ":", "a\\",
                ",,,", "x:y\\,z", new string('a', 3000)),
            _ when parameter.Name == "fields" => Gen.OneOf(
                "title", "id,price,attributes.a", "titel", ",", "attributes."),
            _ => HostileText.Id,
        };
        return Gen.Frequency((10, likely), (1, HostileText.Id))
            .Select(value => $"{parameter.Name}={Uri.EscapeDataString(value)}");
    }

    private Gen<(string? Type, byte[]? Bytes)> Body(ApiOperation operation)
    {
        (string, JsonElement)[] bodies = [.. operation.Bodies.Select(body => (body.Key, body.Value))];
        Gen<(string? Type, byte[]? Bytes)>[] choices =
        [.. bodies.Select(body => Body(body.Item1, _wild.Of(body.Item2)))];
        Gen<(string? Type, byte[]? Bytes)> oversized = BodyDamage.TooMany(_wild.Of(bodies[0].Item2))
            .Select(bytes => ((string?)bodies[0].Item1, bytes));
        return Gen.Frequency((80, Gen.OneOf(choices)), (1, oversized));
    }

    private static Gen<(string? Type, byte[]? Bytes)> Body(string mediaType, Gen<string> json)
    {
        Gen<byte[]?> lines = json.Array[1, 8]
            .Select(texts => (byte[]?)Encoding.UTF8.GetBytes(string.Join('\n', texts)));
        Gen<byte[]?> bytes = mediaType.Contains("ndjson", StringComparison.Ordinal)
            ? Gen.Frequency((4, lines), (1, BodyDamage.Of(json)))
            : BodyDamage.Of(json);
        Gen<string?> type = Gen.Frequency((20, Gen.Const<string?>(mediaType)), (1, OddContentType));
        return Gen.Select(type, bytes, (t, b) => (t, b));
    }
}
