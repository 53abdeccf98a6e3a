using System.Text;
using System.Text.Json;
using CsCheck;

namespace Personalization.ClusterTests.Fuzz;

/// <summary>
/// Generates JSON text for a schema of the API's description. A calm generator follows the schema; a wild one uses
/// values of the wrong kind, and missing and duplicate fields. The result is text and not a tree, because some of it is
/// invalid JSON.
/// </summary>
/// <param name="description">Resolves references in schemas.</param>
/// <param name="lane">The number of this fuzzer; separates the event ids of concurrent fuzzers.</param>
/// <param name="wild">True for invalid text too.</param>
internal sealed class JsonGenerator(ApiDescription description, int lane, bool wild)
{
    private static readonly Gen<string> WrongKind = Gen.OneOf(
        "null", "true", "12", "-1.5", "\"text\"", "[]", "{}", "[[[]]]", "{\"a\":{\"b\":[1,null]}}", "NaN", "Infinity",
        "\"\\ud800\"", "\"a\\udc00b\"", "\"\\u0000\"", "1e999", "01", "'x'", "undefined");

    private readonly Gen<string> _id = wild ? HostileText.Id : HostileText.CalmId;
    private readonly Dictionary<string, Gen<string>> _known = [];
    private int _nextId;

    /// <summary>Generates text for a schema.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="name">The property name; decides which text is likely to be valid.</param>
    public Gen<string> Of(JsonElement schema, string name = "")
    {
        string key = $"{name}:{schema.GetRawText()}";
        if (!_known.TryGetValue(key, out Gen<string>? known))
        {
            _known[key] = Gen.Const("{}"); // ends a recursive schema
            Gen<string> valid = Valid(description.Resolve(schema), name);
            known = wild ? Gen.Frequency((14, valid), (1, WrongKind)) : valid;
            _known[key] = known;
        }

        return known;
    }

    /// <summary>Gets text as a JSON string.</summary>
    public static string Quote(string text) => JsonSerializer.Serialize(text);

    private Gen<string> Valid(JsonElement schema, string name)
    {
        if (schema.TryGetProperty("oneOf", out JsonElement choices) || schema.TryGetProperty("anyOf", out choices))
        {
            return Gen.OneOf([.. choices.EnumerateArray().Select(choice => Of(choice, name))]);
        }

        if (schema.TryGetProperty("enum", out JsonElement values))
        {
            return Gen.OneOf([.. values.EnumerateArray().Select(value => value.GetRawText())]);
        }

        return KindOf(schema) switch
        {
            "object" => Object(schema),
            "array" => Items(schema, name),
            "integer" when name == "hour" => wild ? HostileText.Number : Gen.Int[0, 23].Select(hour => $"{hour}"),
            "integer" or "number" => wild ? HostileText.Number : HostileText.CalmNumber,
            "boolean" => Gen.OneOf("true", "false"),
            _ => Text(schema, name),
        };
    }

    /// <summary>Gets the kind of a schema: one word, or a list that also allows null.</summary>
    private static string KindOf(JsonElement schema)
    {
        if (!schema.TryGetProperty("type", out JsonElement type))
        {
            return schema.TryGetProperty("properties", out _) ? "object" : "string";
        }

        return type.ValueKind == JsonValueKind.String
            ? type.GetString()!
            : type.EnumerateArray().Select(kind => kind.GetString()!).First(kind => kind != "null");
    }

    private Gen<string> Object(JsonElement schema)
    {
        if (!schema.TryGetProperty("properties", out JsonElement properties))
        {
            JsonElement of = schema.TryGetProperty("additionalProperties", out JsonElement more)
                && more.ValueKind == JsonValueKind.Object ? more : default;
            Gen<string> value = of.ValueKind == JsonValueKind.Object ? Of(of, "value") : WrongKind;
            return Gen.Select(_id, value, (n, v) => $"{Quote(n)}:{v}").Array[0, wild ? 4 : 1].Select(Braced);
        }

        // An event with lines must not have an item, so a body with every field would be a contradiction.
        Gen<string>[] fields =
        [
            .. properties.EnumerateObject().Where(p => wild || p.Name != "lines")
                .Select(p => Field(p.Name, Of(p.Value, p.Name))),
        ];
        if (!wild)
        {
            return Sequence(fields).Select(Braced);
        }

        Gen<string> unknown = Gen.Frequency(
            (12, Gen.Const("")), (1, Gen.Select(HostileText.Id, WrongKind, (n, v) => $"{Quote(n)}:{v}")));
        return Sequence([.. fields, unknown]).Select(parts => Braced([.. parts.Where(part => part.Length > 0)]));
    }

    /// <summary>Generates a field that is sometimes missing and rarely duplicate.</summary>
    private Gen<string> Field(string name, Gen<string> value) =>
        !wild ? value.Select(v => $"{Quote(name)}:{v}") : Gen.Frequency(
            (20, value.Select(v => $"{Quote(name)}:{v}")),
            (2, Gen.Const("")),
            (1, Gen.Select(value, value, (a, b) => $"{Quote(name)}:{a},{Quote(name)}:{b}")));

    private Gen<string> Items(JsonElement schema, string name)
    {
        Gen<string> item = schema.TryGetProperty("items", out JsonElement of) ? Of(of, name) : WrongKind;
        return (wild ? Gen.Frequency((30, item.Array[0, 6]), (1, item.Array[60, 120])) : item.Array[1, 6]).Select(
            items => $"[{string.Join(',', items)}]");
    }

    private Gen<string> Text(JsonElement schema, string name) => name switch
    {
        _ when schema.TryGetProperty("format", out JsonElement format) && format.GetString() == "date-time" => (wild
            ? HostileText.Time
            : name == "validUntil"
            ? Gen.Const("2035-01-01T00:00:00Z")
            : HostileText.CalmTime).Select(Quote),
        "eventId" => Mostly(Gen.Const(0).Select(_ => $"f-{lane}-{(wild ? "w" : "c")}-{_nextId++}")),
        "type" => Mostly(Gen.OneOf("view", "click", "addToCart", "purchase", "like", "dismiss", "impression")),
        "filter" => Mostly(Gen.OneOf("category:user-1", "!category:user-1|user-2", "price<=80")),
        "fields" => Mostly(Gen.OneOf("title", "price", "attributes", "attributes.user-1", "addedAt")),
        "country" => Mostly(Gen.OneOf("DE", "fr", "US")),
        "userId" => _id.Select(id => Quote(FuzzUsers.Permanent(id))),
        "from" => _id.Select(id => Quote(FuzzUsers.Forgettable(id))),
        _ => _id.Select(Quote),
    };

    private Gen<string> Mostly(Gen<string> likely) =>
        (wild ? Gen.Frequency((12, likely), (1, HostileText.Id)) : likely).Select(Quote);

    private static Gen<string[]> Sequence(Gen<string>[] parts) =>
        parts.Aggregate(
            Gen.Const(Array.Empty<string>()),
            (made, part) => Gen.Select(made, part, (before, one) => (string[])[.. before, one]));

    private static string Braced(string[] fields) =>
        new StringBuilder("{").AppendJoin(',', fields).Append('}').ToString();
}
