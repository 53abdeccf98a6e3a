using System.Globalization;

namespace Personalization.Client.Api.Import;

/// <summary>
/// Writes the lines that were not taken, each as <c>line number, tab, reason</c>. The file is made with the first of
/// them.
/// </summary>
internal sealed class RejectsFile(string path, bool append) : IDisposable
{
    private readonly Lock _gate = new();
    private StreamWriter? _writer;

    /// <summary>Adds a line.</summary>
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
