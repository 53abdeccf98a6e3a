using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using Personalization.Client.Api.Settings;
using Personalization.Hosting.Settings;

namespace Personalization.Tests.Architecture;

/// <summary>The settings of the options classes, one table row per setting: key, default, allowed values.</summary>
internal static class SettingsTable
{
    /// <summary>All rows, in the order of the options classes.</summary>
    public static IReadOnlyList<string> Rows() => [.. Sections().SelectMany(section => section.Rows)];

    /// <summary>The rows by section, with the meaning of the section and of each setting.</summary>
    public static IReadOnlyList<SettingsSection> Sections()
    {
        EngineOptions engine = new();
        ILookup<bool, PropertyInfo> properties =
            Settable(typeof(EngineOptions)).ToLookup(property => IsScalar(Plain(property.PropertyType)));
        return
        [
            new(
                EngineOptions.Section,
                XmlSummaries.Of(typeof(EngineOptions)),
                [.. properties[true].SelectMany(property => RowsOf(property, engine, EngineOptions.Section))],
                [.. properties[true].SelectMany(property => MeaningsOf(property, string.Empty))]),
            .. properties[false].Select(property => SectionOf(property, engine)),
            new(
                ApiOptions.Section,
                XmlSummaries.Of(typeof(ApiOptions)),
                [.. RowsOf(typeof(ApiOptions), new ApiOptions(), ApiOptions.Section)],
                [.. Settable(typeof(ApiOptions)).SelectMany(property => MeaningsOf(property, string.Empty))]),
        ];
    }

    /// <summary>The public properties of an options class that a setting can set.</summary>
    public static IEnumerable<PropertyInfo> Settable(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanWrite);

    /// <summary>The type without <see cref="Nullable{T}"/>.</summary>
    public static Type Plain(Type type) => Nullable.GetUnderlyingType(type) ?? type;

    /// <summary>True for a type whose value is written as one text, number or word.</summary>
    public static bool IsScalar(Type type) =>
        type.IsPrimitive || type.IsEnum || type == typeof(string) || type == typeof(Uri);

    private static SettingsSection SectionOf(PropertyInfo property, object owner)
    {
        Type inner = ElementOf(property);
        return new(
            $"{EngineOptions.Section}:{property.Name}",
            XmlSummaries.Of(property),
            [.. RowsOf(property, owner, EngineOptions.Section)],
            [.. PartsOf(inner).SelectMany(part => MeaningsOf(part, string.Empty))]);
    }

    private static IEnumerable<PropertyInfo> PartsOf(Type type) => IsScalar(type) ? [] : Settable(type);

    private static Type ElementOf(PropertyInfo property)
    {
        Type plain = Plain(property.PropertyType);
        return plain.IsGenericType ? plain.GetGenericArguments()[^1] : plain;
    }

    private static IEnumerable<string> MeaningsOf(PropertyInfo property, string prefix)
    {
        string name = prefix + property.Name;
        Type plain = Plain(property.PropertyType);
        yield return $"- `{name}`: {XmlSummaries.Of(property)}";
        foreach (PropertyInfo part in PartsOf(ElementOf(property)))
        {
            foreach (string meaning in MeaningsOf(part, $"{name}:{(plain.IsGenericType ? "<n>:" : string.Empty)}"))
            {
                yield return meaning;
            }
        }
    }

    private static IEnumerable<string> RowsOf(Type type, object defaults, string path) =>
        Settable(type).SelectMany(property => RowsOf(property, defaults, path));

    private static IEnumerable<string> RowsOf(PropertyInfo property, object defaults, string path)
    {
        string key = $"{path}:{property.Name}";
        Type plain = Plain(property.PropertyType);
        if (plain.IsGenericType)
        {
            bool isMap = plain.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>);
            Type element = plain.GetGenericArguments()[^1];
            string child = $"{key}:{(isMap ? "<name>" : "<n>")}";
            return IsScalar(element)
                ? [Row(child, string.Empty, property, element)]
                : RowsOf(element, Activator.CreateInstance(element)!, child);
        }

        return IsScalar(plain)
            ? [Row(key, Text(property.GetValue(defaults)), property, plain)]
            : RowsOf(plain, property.GetValue(defaults)!, key);
    }

    private static string Row(string key, string value, PropertyInfo property, Type type) =>
        $"| `{key}` | {value} | {Allowed(property, type)} |";

    private static string Allowed(PropertyInfo property, Type type) =>
        property.GetCustomAttribute<RangeAttribute>() is { } range ? $"{Text(range.Minimum)} to {Text(range.Maximum)}"
        : property.GetCustomAttribute<StringLengthAttribute>() is { } length
            ? $"{length.MinimumLength} to {length.MaximumLength} characters"
        : property.GetCustomAttribute<RegularExpressionAttribute>() is { } pattern ? $"`{pattern.Pattern}`"
        : type.IsEnum ? string.Join(", ", type.GetEnumNames())
        : type == typeof(bool) ? "true, false"
        : type == typeof(int) ? "a whole number"
        : type == typeof(Uri) ? "an address"
        : "text";

    private static string Text(object? value) => value switch
    {
        null => string.Empty,
        bool flag => flag ? "true" : "false",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        IEnumerable and not string => string.Empty,
        _ => value.ToString()!,
    };
}
