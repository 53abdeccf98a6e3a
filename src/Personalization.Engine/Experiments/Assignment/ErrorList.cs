using System.Collections.Immutable;
using System.Globalization;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Identity;

namespace Personalization.Engine.Experiments.Assignment;

/// <summary>Collects validation errors with their paths.</summary>
internal sealed class ErrorList
{
    private readonly string _path;
    private readonly List<ValidationError> _errors;

    /// <summary>Creates an empty list for a path.</summary>
    public ErrorList(string path)
        : this(path, [])
    {
    }

    private ErrorList(string path, List<ValidationError> errors) => (_path, _errors) = (path, errors);

    /// <summary>Gets the same list for a path below this one.</summary>
    public ErrorList At(string below) => new(_path + below, _errors);

    /// <summary>Adds an error in a field.</summary>
    public void Add(string field, string code, string problem) =>
        _errors.Add(new($"{_path}.{field}", code, $"{field} {problem}."));

    /// <summary>Adds an error unless a condition holds.</summary>
    public void Require(bool holds, string field, string problem)
    {
        if (!holds)
        {
            Add(field, "invalid", problem);
        }
    }

    /// <summary>Adds an error unless a number lies in a range, ends included.</summary>
    public void Range(string field, double value, double least, double most)
    {
        if (!(value >= least && value <= most))
        {
            string range = least == double.Epsilon
                ? string.Create(CultureInfo.InvariantCulture, $"above 0 and at most {most}")
                : string.Create(CultureInfo.InvariantCulture, $"{least} to {most}");
            string problem = string.Create(CultureInfo.InvariantCulture, $"must be {range} but was {value}");
            Add(field, "outOfRange", problem);
        }
    }

    /// <summary>Adds an error unless a text is a valid name: printable, not empty, not too long.</summary>
    public void Name(string field, string? value)
    {
        if (IdentifierRules.Problem(value) is { } problem)
        {
            Add(field, value is null ? "required" : "invalid", problem);
        }
        else if (value!.Length > ExperimentValidator.MaxName)
        {
            Add(field, "tooLong", $"must have at most {ExperimentValidator.MaxName} characters but had {value.Length}");
        }
    }

    /// <summary>Gets the errors in the order they were added.</summary>
    public ImmutableArray<ValidationError> ToImmutable() => [.. _errors];
}
