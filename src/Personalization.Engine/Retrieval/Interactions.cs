namespace Personalization.Engine.Retrieval;

/// <summary>
/// Folds the events of a user into one <see cref="Interaction"/> per item, newest item first. Not thread-safe.
/// </summary>
/// <remarks>Training and serving share this code.</remarks>
/// <param name="itemCount">The number of items there is room for.</param>
internal sealed class Interactions(int itemCount)
{
    /// <summary>The most items per user; the most recent ones count.</summary>
    public const int Capacity = 4096;

    private readonly Interaction[] _interactions = new Interaction[Capacity];
    private readonly int[] _slot = new int[itemCount];
    private int _count;

    /// <summary>The number of known items. The scratch memory may have room for more.</summary>
    public int Known { get; set; } = itemCount;

    /// <summary>The number of calls of <see cref="Fold"/>. Equal numbers mean equal interactions.</summary>
    public long Revision { get; private set; }

    /// <summary>The interactions, newest item first.</summary>
    public ReadOnlySpan<Interaction> Span => _interactions.AsSpan(0, _count);

    /// <summary>
    /// The position of an item among the interactions, 0 for the newest; -1 if the user has no interaction with the
    /// item.
    /// </summary>
    public int PositionOf(int item) => _slot[item] - 1;

    /// <summary>Replaces the interactions by those of other events.</summary>
    /// <param name="events">Oldest first. Events on unknown items are skipped.</param>
    /// <param name="sessionGapMs">A longer pause starts a new session; milliseconds.</param>
    public void Fold(ReadOnlySpan<SignalEvent> events, long sessionGapMs)
    {
        Revision++;
        foreach (ref readonly Interaction interaction in Span)
        {
            _slot[interaction.Item] = 0;
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
            _interactions[slot] = _interactions[slot] with { Weight = _interactions[slot].Weight + happened.Weight };
        }
        else if (_count < Capacity)
        {
            _interactions[_count++] = new(happened.Item, happened.Weight, happened.TimeMs, sessionsAgo);
            _slot[happened.Item] = _count;
        }
    }
}
