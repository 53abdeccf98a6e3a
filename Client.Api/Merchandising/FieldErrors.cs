using System.Globalization;
using System.Text.Json;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Filters;
using Personalization.Abstractions.Identity;

namespace Personalization.Client.Api.Merchandising;

/// <summary>Adds the errors of rules and placements with their paths.</summary>
internal static class FieldErrors
{
    /// <summary>Reads a field's name; empty when it is not valid Unicode.</summary>
    public static string NameOf(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return string.Empty;
        }
    }

    /// <summary>Skips an unknown field and adds its error.</summary>
    public static T Unknown<T>(
        T same,
        ref Utf8JsonReader reader,
        string path,
        string field,
        IReadOnlyList<string> known,
        List<ValidationError> errors)
    {
        reader.Skip();
        string near = NameGuess.Closest(field, known) is { } found
            ? $"did you mean '{found}'?"
            : $"the fields are {string.Join(", ", known)}.";
        errors.Add(new($"{path}['{field}']", "unknown", $"the field is unknown; {near}"));
        return same;
    }

    /// <summary>Checks a number that is set.</summary>
    public static void Range(
        double? value, double least, double most, string path, string field, List<ValidationError> errors)
    {
        if (value is { } set && !(set >= least && set <= most))
        {
            errors.Add(new($"{path}.{field}", "outOfRange", string.Create(
                CultureInfo.InvariantCulture, $"{field} must be {least} to {most} but was {set}.")));
        }
    }

    /// <summary>Checks the length of a text that is set.</summary>
    public static void Length(string? value, int most, string path, string field, List<ValidationError> errors)
    {
        if (value?.Length > most)
        {
            errors.Add(new(
                $"{path}.{field}", "tooLong", $"{field} must have at most {most} characters but had {value.Length}."));
        }
    }

    /// <summary>Checks a filter that is set.</summary>
    public static void Filter(
        string? text, FilterScope scope, string path, string field, List<ValidationError> errors)
    {
        if (text is null)
        {
            return;
        }

        _ = FilterParser.Parse(text, scope, null, out IReadOnlyList<string> problems);
        foreach (string problem in problems)
        {
            errors.Add(new($"{path}.{field}", "invalid", $"{field}: {problem}."));
        }
    }
}
