using System.Globalization;

namespace Personalization.Client.Api.Import;

/// <summary>
/// Remembers up to which line everything is acknowledged, so that an import that was cut off goes on there. It counts
/// only for the same file (length and time of change) and format; a lost or stale one costs time, never correctness:
/// the ids make resending safe.
/// </summary>
internal sealed class Checkpoint
{
    private readonly Lock _gate = new();
    private readonly string _path;
    private readonly string _identity;
    private readonly SortedSet<long> _open = [];
    private long _read;

    /// <summary>Opens the checkpoint of an input.</summary>
    public Checkpoint(string path, string file, string format)
    {
        _path = path;
        FileInfo info = new(file);
        _identity = string.Create(
            CultureInfo.InvariantCulture, $"{format} {info.Length} {info.LastWriteTimeUtc.Ticks}");
        Done = Load();
        _read = Done;
    }

    /// <summary>The last line of which it and all before it are dealt with.</summary>
    public long Done { get; private set; }

    /// <summary>A line is about to be sent.</summary>
    public void Begin(long line)
    {
        lock (_gate)
        {
            _read = line;
            _ = _open.Add(line);
        }
    }

    /// <summary>Lines are acknowledged.</summary>
    public void End(IEnumerable<long> lines)
    {
        lock (_gate)
        {
            _open.ExceptWith(lines);
            Done = _open.Count > 0 ? _open.Min - 1 : _read;
        }
    }

    /// <summary>Writes it down; a reader sees the old or the new one.</summary>
    public void Save()
    {
        lock (_gate)
        {
            File.WriteAllText(_path + ".new", string.Create(CultureInfo.InvariantCulture, $"{_identity}\n{Done}\n"));
            File.Move(_path + ".new", _path, overwrite: true);
        }
    }

    /// <summary>Removes it after the end.</summary>
    public void Delete() => File.Delete(_path);

    private long Load()
    {
        string[] lines = File.Exists(_path) ? File.ReadAllLines(_path) : [];
        return lines.Length == 2
            && lines[0] == _identity
            && long.TryParse(lines[1], NumberStyles.None, CultureInfo.InvariantCulture, out long done) ? done : 0;
    }
}
