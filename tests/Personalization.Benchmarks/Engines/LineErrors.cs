namespace Personalization.Benchmarks.Engines;

/// <summary>Collects the errors in the lines of a data set, so that one exception reports all of them.</summary>
internal sealed class LineErrors
{
    private const int Shown = 20;

    private readonly List<string> _errors = [];

    /// <summary>Adds an error of a line.</summary>
    public void Add(string file, int line, string reason) =>
        _errors.Add($"{Path.GetFileName(file)}, line {line}: {reason}");

    /// <summary>Adds an error that concerns no single line.</summary>
    public void Add(string reason) => _errors.Add(reason);

    /// <summary>Throws if there are errors.</summary>
    /// <exception cref="InvalidDataException">There are errors; the message lists the first 20.</exception>
    public void ThrowIfAny()
    {
        if (_errors.Count > 0)
        {
            string more = _errors.Count > Shown ? $"\nand {_errors.Count - Shown} more" : "";
            throw new InvalidDataException(string.Join('\n', _errors.Take(Shown)) + more);
        }
    }
}
