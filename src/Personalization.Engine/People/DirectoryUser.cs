using Personalization.Abstractions.Identity;

namespace Personalization.Engine.People;

/// <summary>A user of the directory with the latest events. Not thread-safe.</summary>
public sealed class DirectoryUser
{
    /// <summary>The most events that are kept.</summary>
    public const int MostEvents = 32;

    private readonly List<DirectoryEvent> _events = [];
    private float[]? _vector;
    private string? _version;

    internal DirectoryUser(UserId id) => Id = id;

    /// <summary>The user's id.</summary>
    public UserId Id { get; }

    /// <summary>The position in the log of the latest entry.</summary>
    public long Position { get; internal set; }

    /// <summary>The number of events.</summary>
    public long EventCount { get; private set; }

    /// <summary>The time of the latest event, Unix milliseconds; null for none.</summary>
    public long? LastEventMs { get; private set; }

    /// <summary>Whether the user opted out of personalization.</summary>
    public bool IsOptedOut { get; internal set; }

    /// <summary>The latest events on items, oldest first.</summary>
    public IReadOnlyList<DirectoryEvent> Events => _events;

    /// <summary>Gets the user's vector of a model version; computed once for the same events.</summary>
    /// <param name="version">The model version.</param>
    /// <param name="compute">Computes the vector; null for a user without chosen items.</param>
    internal float[]? VectorOf(string version, Func<IReadOnlyList<DirectoryEvent>, float[]?> compute)
    {
        if (_version != version)
        {
            (_vector, _version) = (compute(_events), version);
        }

        return _vector;
    }

    internal void Count(long timeMs)
    {
        EventCount++;
        LastEventMs = Math.Max(LastEventMs ?? timeMs, timeMs);
    }

    internal void Add(DirectoryEvent happened)
    {
        int at = _events.Count;
        while (at > 0 && _events[at - 1].TimeMs > happened.TimeMs)
        {
            at--;
        }

        _events.Insert(at, happened);
        if (_events.Count > MostEvents)
        {
            _events.RemoveAt(0);
        }

        _version = null;
    }
}
