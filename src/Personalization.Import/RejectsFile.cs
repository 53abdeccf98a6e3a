using System.Globalization;

namespace Personalization.Import;

/// <summary>
/// Writes rejected lines as <c>line number, tab, reason</c>. Creates the file with the first rejected line.
/// Thread-safe.
/// </summary>
internal sealed class RejectsFile(string path, bool append) : IDisposable
{
    private readonly Lock _gate = new();
    private StreamWriter? _writer;

    /// <summary>Adds a rejected line.</summary>
    public void Add(long number, string reason)
    {
        lock (_gate)
        {
            _writer ??= new StreamWriter(path, append);
            _writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{number}\t{reason}"));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _writer?.Dispose();
}
