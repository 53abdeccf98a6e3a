using System.Collections.Immutable;
using System.Globalization;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Identity;

namespace Personalization.Engine.Experiments.Assignment;

/// <summary>Collects what is wrong, with where.</summary>
internal sealed class ErrorList
{
    private readonly string _path;
    private readonly List<ValidationError> _errors;

    /// <summary>Makes an empty list for what stands at a path.</summary>
    public ErrorList(string path)
        : this(path, [])
    {
    }

    private ErrorList(string path, List<ValidationError> errors) => (_path, _errors) = (path, errors);

    /// <summary>The same list for what stands below.</summary>
    public ErrorList At(string below) => new(_path + below, _errors);

    /// <summary>Adds an error.</summary>
    public void Add(string field, string code, string problem) => _errors.Add(new($"{_path}.{field}", code, $"{field} {problem}."));

    /// <summary>Adds an error unless something holds.</summary>
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
            string from = least == double.Epsilon ? "above 0" : least.ToString(CultureInfo.InvariantCulture);
            Add(field, "outOfRange", string.Create(CultureInfo.InvariantCulture, $"must be {from} to {most}, is {value}"));
        }
    }

    /// <summary>Adds an error unless a text can be a name: printable, not empty, not too long.</summary>
    public void Name(string field, string? value)
    {
        if (IdentifierRules.Problem(value) is { } problem)
        {
            Add(field, value is null ? "required" : "invalid", problem);
        }
        else if (value!.Length > ExperimentValidator.MaxName)
        {
            Add(field, "tooLong", $"must have at most {ExperimentValidator.MaxName} characters, has {value.Length}");
        }
    }

    /// <summary>What was found, in the order it was found.</summary>
    public ImmutableArray<ValidationError> ToImmutable() => [.. _errors];
}
