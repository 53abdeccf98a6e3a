using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using Personalization.Client.Api.Settings;
using Personalization.Silo.Settings;

namespace Personalization.Tests.House;

/// <summary>The settings as the options classes define them, one row a setting, in the README's words: key, default, allowed.</summary>
internal static class SettingsTable
{
    public static IReadOnlyList<string> Rows() =>
    [
        .. RowsOf(typeof(EngineOptions), new EngineOptions(), EngineOptions.Section),
        .. RowsOf(typeof(ApiOptions), new ApiOptions(), ApiOptions.Section),
    ];

    private static IEnumerable<string> RowsOf(Type type, object defaults, string path)
    {
        foreach (PropertyInfo property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanWrite))
        {
            string key = $"{path}:{property.Name}";
            Type plain = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
            if (plain.IsGenericType)
            {
                bool isMap = plain.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>);
                Type element = plain.GetGenericArguments()[^1];
                string child = $"{key}:{(isMap ? "<name>" : "<n>")}";
                foreach (string row in IsScalar(element) ? [Row(child, string.Empty, property, element)] : RowsOf(element, Activator.CreateInstance(element)!, child))
                {
                    yield return row;
                }
            }
            else if (IsScalar(plain))
            {
                yield return Row(key, Text(property.GetValue(defaults)), property, plain);
            }
            else
            {
                foreach (string row in RowsOf(plain, property.GetValue(defaults)!, key))
                {
                    yield return row;
                }
            }
        }
    }

    private static string Row(string key, string value, PropertyInfo property, Type type) => $"| `{key}` | {value} | {Allowed(property, type)} |";

    private static string Allowed(PropertyInfo property, Type type) =>
        property.GetCustomAttribute<RangeAttribute>() is { } range ? $"{Text(range.Minimum)} to {Text(range.Maximum)}"
        : property.GetCustomAttribute<StringLengthAttribute>() is { } length ? $"{length.MinimumLength} to {length.MaximumLength} characters"
        : property.GetCustomAttribute<RegularExpressionAttribute>() is { } pattern ? $"`{pattern.Pattern}`"
        : type.IsEnum ? string.Join(", ", type.GetEnumNames())
        : type == typeof(bool) ? "true, false"
        : type == typeof(int) ? "a whole number"
        : type == typeof(Uri) ? "an address"
        : "text";

    private static bool IsScalar(Type type) => type.IsPrimitive || type.IsEnum || type == typeof(string) || type == typeof(Uri);

    private static string Text(object? value) => value switch
    {
        null => string.Empty,
        bool flag => flag ? "true" : "false",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        IEnumerable and not string => string.Empty,
        _ => value.ToString()!,
    };
}
