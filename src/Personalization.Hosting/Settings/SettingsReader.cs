using System.Collections;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;

namespace Personalization.Hosting.Settings;

/// <summary>
/// Binds a section to an options class and collects every problem: unreadable values, values outside their annotations
/// and unknown keys.
/// </summary>
/// <remarks>The binder of the framework stops at the first problem and does not name the range.</remarks>
public static class SettingsReader
{
    /// <summary>Reads <paramref name="section"/> into a new options object.</summary>
    /// <param name="section">The section to read.</param>
    /// <param name="problems">Receives every problem; the affected values keep their defaults.</param>
    /// <param name="othersKeys">The keys of the section that another reader handles.</param>
    public static T Read<T>(
        IConfigurationSection section, ICollection<string> problems, params IReadOnlyList<string> othersKeys)
        where T : class, new()
    {
        T target = new();
        Fill(target, section, problems, othersKeys);
        return target;
    }

    private static void Fill(
        object target, IConfigurationSection section, ICollection<string> problems, IReadOnlyList<string> othersKeys)
    {
        Dictionary<string, PropertyInfo> properties = target.GetType()
            .GetProperties(BindingFlags.Public | BindingFlags.Instance)
                .Where(property => property.CanWrite)
            .ToDictionary(property => property.Name, StringComparer.OrdinalIgnoreCase);
        foreach (IConfigurationSection child in section.GetChildren())
        {
            if (properties.TryGetValue(child.Key, out PropertyInfo? property))
            {
                property.SetValue(target, ReadProperty(property, property.GetValue(target), child, problems));
            }
            else if (!othersKeys.Contains(child.Key, StringComparer.OrdinalIgnoreCase))
            {
                problems.Add($"{child.Path} is not a setting; known are "
                    + $"{string.Join(", ", properties.Keys.Order(StringComparer.Ordinal))}.");
            }
        }

        foreach (PropertyInfo property in properties.Values.Where(
            property => property.IsDefined(typeof(RequiredAttribute)) && property.GetValue(target) is null))
        {
            if (section[property.Name] is null)
            {
                problems.Add($"{section.Path}:{property.Name} is missing: {Allowed(property, property.PropertyType)}.");
            }
        }
    }

    private static object? ReadProperty(
        PropertyInfo property, object? present, IConfigurationSection section, ICollection<string> problems)
    {
        Type type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>))
        {
            IList list = ReadList(type.GetGenericArguments()[0], section, problems);
            if (property.GetCustomAttribute<MaxLengthAttribute>() is { } most && list.Count > most.Length)
            {
                problems.Add($"{section.Path} has {list.Count} entries: must have at most {most.Length}.");
            }

            return list;
        }

        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>))
        {
            return ReadDictionary(property, type.GetGenericArguments()[1], section, problems);
        }

        if (IsScalar(type))
        {
            return ReadScalar(property, type, section, problems) ?? present;
        }

        object nested = present ?? Activator.CreateInstance(type)!;
        Fill(nested, section, problems, []);
        return nested;
    }

    private static IList ReadList(Type element, IConfigurationSection section, ICollection<string> problems)
    {
        IList list = (IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(element))!;
        foreach (IConfigurationSection child in section.GetChildren())
        {
            object? value = child.Value;
            if (element != typeof(string))
            {
                value = Activator.CreateInstance(element)!;
                Fill(value, child, problems, []);
            }

            _ = list.Add(value ?? string.Empty);
        }

        return list;
    }

    private static IDictionary ReadDictionary(
        PropertyInfo property, Type element, IConfigurationSection section, ICollection<string> problems)
    {
        IDictionary values = (IDictionary)Activator.CreateInstance(
            typeof(Dictionary<,>).MakeGenericType(typeof(string), element))!;
        foreach (IConfigurationSection child in section.GetChildren())
        {
            object? value = IsScalar(element)
                ? ReadScalar(property, element, child, problems)
                : Activator.CreateInstance(element);
            if (value is not null && !IsScalar(element))
            {
                Fill(value, child, problems, []);
            }

            if (value is not null)
            {
                values[child.Key] = value;
            }
        }

        return values;
    }

    private static object? ReadScalar(
        PropertyInfo property, Type type, IConfigurationSection section, ICollection<string> problems)
    {
        object? value = Convert(type, section.Value);
        if (value is not null && property.GetCustomAttributes<ValidationAttribute>().All(rule => rule.IsValid(value)))
        {
            return value;
        }

        // Keys must not reach a log, and neither must connection strings, which can hold a password.
        string shown = property.Name.StartsWith("Key", StringComparison.Ordinal)
            || property.Name.EndsWith("Key", StringComparison.Ordinal)
            || property.Name.EndsWith("ConnectionString", StringComparison.Ordinal)
            ? "not shown here"
            : $"'{section.Value}'";
        problems.Add($"{section.Path} is {shown}: {Allowed(property, type)}.");
        return null;
    }

    private static bool IsScalar(Type type) => type.IsPrimitive
        || type.IsEnum
        || type == typeof(string)
        || type == typeof(decimal)
        || type == typeof(TimeSpan)
        || type == typeof(Uri);

    private static object? Convert(Type type, string? text)
    {
        if (text is null || (type.IsEnum && !type.GetEnumNames().Contains(text, StringComparer.OrdinalIgnoreCase)))
        {
            return null;
        }

        if (type == typeof(Uri))
        {
            return Uri.TryCreate(text, UriKind.Absolute, out Uri? address) ? address : null;
        }

        try
        {
            return TypeDescriptor.GetConverter(type).ConvertFromInvariantString(text);
        }
        catch (Exception error) when (error is ArgumentException or FormatException or NotSupportedException)
        {
            return null;
        }
    }

    private static string Allowed(PropertyInfo property, Type type) =>
        property.GetCustomAttributes<ValidationAttribute>().FirstOrDefault(rule => rule is not RequiredAttribute) switch
        {
            RangeAttribute range => string.Create(
                CultureInfo.InvariantCulture,
                $"must be a {(IsFraction(type) ? "number" : "whole number")} from {range.Minimum} to {range.Maximum}"),
            StringLengthAttribute length => $"must have {length.MinimumLength} to {length.MaximumLength} characters",
            RegularExpressionAttribute pattern => $"must match {pattern.Pattern}",
            _ when type.IsEnum => $"must be one of {string.Join(", ", type.GetEnumNames())}",
            _ when type == typeof(Uri) => "must be an address such as https://example.net",
            _ when type == typeof(bool) => "must be true or false",
            _ => $"must be a {type.Name}",
        };

    private static bool IsFraction(Type type) =>
        type == typeof(double) || type == typeof(float) || type == typeof(decimal);
}
