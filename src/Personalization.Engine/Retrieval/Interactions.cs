namespace Personalization.Engine.Retrieval;

/// <summary>Folds a user's events into one <see cref="Interaction"/> per item, newest item first. Training and serving use this same code.</summary>
internal sealed class Interactions(int itemCount)
{
    /// <summary>How many items of a user count: the ones touched last.</summary>
    public const int Capacity = 4096;

    private readonly Interaction[] _prints = new Interaction[Capacity];
    private readonly int[] _slot = new int[itemCount];
    private int _count;

    /// <summary>How many items are known now: scratch memory may have room for more.</summary>
    public int Known { get; set; } = itemCount;

    /// <summary>The footprints, newest item first.</summary>
    public ReadOnlySpan<Interaction> Span => _prints.AsSpan(0, _count);

    /// <summary>Where an item stands among the footprints, 0 for the newest; -1 when it is not among them.</summary>
    public int PositionOf(int item) => _slot[item] - 1;

    /// <summary>Replaces the footprints by those of other events.</summary>
    /// <param name="events">Oldest first. Items the model does not know are passed over.</param>
    /// <param name="sessionGapMs">A pause longer than this begins a new session.</param>
    public void Fold(ReadOnlySpan<SignalEvent> events, long sessionGapMs)
    {
        foreach (ref readonly Interaction print in Span)
        {
            _slot[print.Item] = 0;
        }

        _count = 0;
        int sessionsAgo = 0;
        for (int i = events.Length - 1; i >= 0; i--)
        {
            if (i + 1 < events.Length && events[i + 1].TimeMs - events[i].TimeMs > sessionGapMs)
            {
                sessionsAgo++;
            }

            if ((uint)events[i].Item < (uint)Known)
            {
                Add(events[i], sessionsAgo);
            }
        }
    }

    private void Add(in SignalEvent happened, int sessionsAgo)
    {
        int slot = _slot[happened.Item] - 1;
        if (slot >= 0)
        {
            _prints[slot] = _prints[slot] with { Weight = _prints[slot].Weight + happened.Weight };
        }
        else if (_count < Capacity)
        {
            _prints[_count++] = new(happened.Item, happened.Weight, happened.TimeMs, sessionsAgo);
            _slot[happened.Item] = _count;
        }
    }
}
