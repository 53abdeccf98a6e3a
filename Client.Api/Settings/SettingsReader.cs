using System.Collections;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;

namespace Personalization.Client.Api.Settings;

/// <summary>
/// Binds a section to an options class and collects every problem: values that cannot be read, values outside their
/// annotations and keys that are no setting. (The framework's binder stops at the first and names no range.)
/// </summary>
internal static class SettingsReader
{
    /// <summary>Reads <paramref name="section"/>; problems are added to <paramref name="problems"/>.</summary>
    public static T Read<T>(IConfigurationSection section, ICollection<string> problems)
        where T : class, new() => (T)ReadObject(typeof(T), section, problems);

    private static object ReadObject(Type type, IConfigurationSection section, ICollection<string> problems)
    {
        object target = Activator.CreateInstance(type)!;
        Dictionary<string, PropertyInfo> properties = type.GetProperties().ToDictionary(p => p.Name, StringComparer.OrdinalIgnoreCase);
        foreach (IConfigurationSection child in section.GetChildren())
        {
            if (!properties.TryGetValue(child.Key, out PropertyInfo? property))
            {
                problems.Add($"{child.Path} is not a setting; known are {string.Join(", ", properties.Keys.Order(StringComparer.Ordinal))}.");
            }
            else if (ReadValue(property, child, problems) is { } value)
            {
                property.SetValue(target, value);
            }
        }

        foreach (PropertyInfo property in properties.Values.Where(p => p.GetCustomAttribute<RequiredAttribute>() is not null))
        {
            if (property.GetValue(target) is null && section.GetSection(property.Name).Value is null)
            {
                problems.Add($"{section.Path}:{property.Name} is missing: {Allowed(property, property.PropertyType)}.");
            }
        }

        return target;
    }

    private static object? ReadValue(PropertyInfo property, IConfigurationSection section, ICollection<string> problems)
    {
        Type type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>))
        {
            return ReadList(type.GetGenericArguments()[0], section, problems);
        }

        object? value = ReadScalar(type, section.Value);
        bool allowed = value is not null && property.GetCustomAttributes<ValidationAttribute>().All(rule => rule.IsValid(value));
        if (!allowed)
        {
            string shown = property.Name.StartsWith("Key", StringComparison.Ordinal) ? "not shown here" : $"'{section.Value}'";
            problems.Add($"{section.Path} is {shown}: {Allowed(property, type)}.");
        }

        return allowed ? value : null;
    }

    private static IList ReadList(Type element, IConfigurationSection section, ICollection<string> problems)
    {
        IList list = (IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(element))!;
        foreach (IConfigurationSection child in section.GetChildren())
        {
            _ = list.Add(element == typeof(string) ? child.Value ?? string.Empty : ReadObject(element, child, problems));
        }

        return list;
    }

    private static object? ReadScalar(Type type, string? text)
    {
        if (text is null || (type.IsEnum && !type.GetEnumNames().Contains(text, StringComparer.OrdinalIgnoreCase)))
        {
            return null;
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

    private static string Allowed(PropertyInfo property, Type type)
    {
        Type plain = Nullable.GetUnderlyingType(type) ?? type;
        return property.GetCustomAttributes<ValidationAttribute>().FirstOrDefault(rule => rule is not RequiredAttribute) switch
        {
            RangeAttribute range => string.Create(CultureInfo.InvariantCulture, $"must be a whole number from {range.Minimum} to {range.Maximum}"),
            StringLengthAttribute length => $"must have {length.MinimumLength} to {length.MaximumLength} characters",
            RegularExpressionAttribute pattern => $"must match {pattern.Pattern}",
            _ when plain.IsEnum => $"must be one of {string.Join(", ", plain.GetEnumNames())}",
            _ => $"must be a {plain.Name}",
        };
    }
}
