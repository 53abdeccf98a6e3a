using System.Globalization;

namespace Personalization.Import;

/// <summary>
/// Stores the last line up to which all lines are acknowledged, so that an interrupted import can resume.
/// </summary>
/// <remarks>
/// Valid only for a file with the same format, length and modification time. A lost or stale checkpoint costs time but
/// not correctness, because event ids make a second import safe. Thread-safe.
/// </remarks>
internal sealed class Checkpoint
{
    private readonly Lock _gate = new();
    private readonly string _path;
    private readonly string _identity;
    private readonly SortedSet<long> _open = [];
    private long _read;

    /// <summary>Opens the checkpoint of an input file.</summary>
    public Checkpoint(string path, string file, string format)
    {
        _path = path;
        FileInfo info = new(file);
        _identity = string.Create(
            CultureInfo.InvariantCulture, $"{format} {info.Length} {info.LastWriteTimeUtc.Ticks}");
        Done = Load();
        _read = Done;
    }

    /// <summary>The last line up to which all lines are acknowledged; 0 at the start.</summary>
    public long Done { get; private set; }

    /// <summary>Marks a line as in progress.</summary>
    public void Begin(long line)
    {
        lock (_gate)
        {
            _read = line;
            _ = _open.Add(line);
        }
    }

    /// <summary>Marks lines as acknowledged.</summary>
    public void End(IEnumerable<long> lines)
    {
        lock (_gate)
        {
            _open.ExceptWith(lines);
            Done = _open.Count > 0 ? _open.Min - 1 : _read;
        }
    }

    /// <summary>Writes the checkpoint atomically.</summary>
    public void Save()
    {
        lock (_gate)
        {
            File.WriteAllText(_path + ".new", string.Create(CultureInfo.InvariantCulture, $"{_identity}\n{Done}\n"));
            File.Move(_path + ".new", _path, overwrite: true);
        }
    }

    /// <summary>Deletes the checkpoint.</summary>
    public void Delete() => File.Delete(_path);

    private long Load()
    {
        string[] lines = File.Exists(_path) ? File.ReadAllLines(_path) : [];
        return lines.Length == 2
            && lines[0] == _identity
            && long.TryParse(lines[1], NumberStyles.None, CultureInfo.InvariantCulture, out long done) ? done : 0;
    }
}
