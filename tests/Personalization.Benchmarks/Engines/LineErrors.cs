namespace Personalization.Benchmarks.Engines;

/// <summary>Collects what is wrong with the lines of a data set, so that all of it is told at once.</summary>
internal sealed class LineErrors
{
    private const int Shown = 20;

    private readonly List<string> _errors = [];

    /// <summary>Adds an error.</summary>
    public void Add(string file, int line, string reason) =>
        _errors.Add($"{Path.GetFileName(file)}, line {line}: {reason}");

    /// <summary>Adds an error that belongs to no line.</summary>
    public void Add(string reason) => _errors.Add(reason);

    /// <summary>Throws when there were errors.</summary>
    /// <exception cref="InvalidDataException">There were.</exception>
    public void ThrowIfAny()
    {
        if (_errors.Count > 0)
        {
            string more = _errors.Count > Shown ? $"\nand {_errors.Count - Shown} more" : "";
            throw new InvalidDataException(string.Join('\n', _errors.Take(Shown)) + more);
        }
    }
}
