using System.Globalization;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Filters;

namespace Personalization.Client.Api.Merchandising;

/// <summary>Adds the errors of rules and placements with their paths.</summary>
internal static class FieldErrors
{
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
