using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Personalization.Client.Api.Settings;
using Personalization.Hosting.Settings;

namespace Personalization.Tests.Architecture;

/// <summary>The JSON schema of <c>appsettings.json</c>, made from the options classes.</summary>
internal static class SettingsSchema
{
    private static readonly JsonSerializerOptions Format = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The schema's text.</summary>
    public static string Text()
    {
        JsonObject engine = ObjectOf(typeof(EngineOptions), new EngineOptions());
        engine["properties"]![ApiOptions.Section.Split(':')[^1]] =
            With(ObjectOf(typeof(ApiOptions), new ApiOptions()), XmlSummaries.Of(typeof(ApiOptions)));
        JsonObject schema = new()
        {
            ["$schema"] = "http://json-schema.org/draft-07/schema#",
            ["title"] = "Settings of Personalization",
            ["type"] = "object",
            ["properties"] = new JsonObject
            {
                [EngineOptions.Section] = With(engine, XmlSummaries.Of(typeof(EngineOptions))),
            },
        };
        return schema.ToJsonString(Format) + "\n";
    }

    private static JsonObject ObjectOf(Type type, object defaults)
    {
        JsonObject properties = [];
        foreach (PropertyInfo property in SettingsTable.Settable(type))
        {
            properties[property.Name] = With(NodeOf(property, defaults), XmlSummaries.Of(property));
        }

        JsonObject node = new() { ["type"] = "object", ["properties"] = properties, ["additionalProperties"] = false };
        JsonNode[] required =
        [
            .. SettingsTable.Settable(type).Where(property => property.IsDefined(typeof(RequiredAttribute)))
                .Select(property => JsonValue.Create(property.Name)),
        ];
        if (required.Length > 0)
        {
            node["required"] = new JsonArray(required);
        }

        return node;
    }

    private static JsonObject NodeOf(PropertyInfo property, object defaults)
    {
        Type plain = SettingsTable.Plain(property.PropertyType);
        if (plain.IsGenericType)
        {
            Type element = plain.GetGenericArguments()[^1];
            JsonObject child = SettingsTable.IsScalar(element)
                ? Scalar(property, element)
                : ObjectOf(element, Activator.CreateInstance(element)!);
            return plain.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>)
                ? new JsonObject { ["type"] = "object", ["additionalProperties"] = child }
                : new JsonObject { ["type"] = "array", ["items"] = child };
        }

        object? value = property.GetValue(defaults);
        if (!SettingsTable.IsScalar(plain))
        {
            return ObjectOf(plain, value!);
        }

        JsonObject node = Scalar(property, plain);
        if (value is not null && value is not "")
        {
            node["default"] = ValueOf(value);
        }

        return node;
    }

    private static JsonObject Scalar(PropertyInfo property, Type type)
    {
        JsonObject node = new() { ["type"] = TypeOf(type) };
        if (type.IsEnum)
        {
            node["enum"] = new JsonArray([.. type.GetEnumNames().Select(name => JsonValue.Create(name))]);
        }

        foreach (ValidationAttribute rule in property.GetCustomAttributes<ValidationAttribute>())
        {
            Add(rule, node);
        }

        return node;
    }

    private static void Add(ValidationAttribute rule, JsonObject node)
    {
        switch (rule)
        {
            case RangeAttribute range:
                node["minimum"] = ValueOf(range.Minimum);
                node["maximum"] = ValueOf(range.Maximum);
                break;
            case StringLengthAttribute length:
                node["minLength"] = length.MinimumLength;
                node["maxLength"] = length.MaximumLength;
                break;
            case RegularExpressionAttribute pattern:
                node["pattern"] = pattern.Pattern.StartsWith('^') ? pattern.Pattern : $"^(?:{pattern.Pattern})$";
                break;
            default:
                break;
        }
    }

    private static string TypeOf(Type type) =>
        type == typeof(bool) ? "boolean"
        : type == typeof(int) || type == typeof(long) ? "integer"
        : type == typeof(double) ? "number"
        : "string";

    private static JsonValue? ValueOf(object value) => value switch
    {
        bool flag => JsonValue.Create(flag),
        int number => JsonValue.Create(number),
        long number => JsonValue.Create(number),
        double number => JsonValue.Create(number),
        IEnumerable and not string => null,
        _ => JsonValue.Create(value.ToString()),
    };

    private static JsonObject With(JsonObject node, string description)
    {
        node.Insert(0, "description", description);
        return node;
    }
}
