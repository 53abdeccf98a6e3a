using System.Collections.Immutable;
using Personalization.Abstractions.EventLog;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Profiles;
using Personalization.Engine.Experiments.Attribution;

namespace Personalization.Engine.Profiles;

/// <summary>
/// A user's live preference state: a pure fold of the user's log entries in order of their sequence numbers. Two profiles that
/// folded the same entries under the same options and vocabulary are equal to the bit. Not safe for concurrent use.
/// </summary>
public sealed class UserProfile
{
    private readonly ProfileOptions _options;
    private readonly EventVocabulary _vocabulary;
    private readonly double _halfLifeMs;
    private readonly List<ProfileEvent> _events = [];
    private readonly Dictionary<string, ItemState> _items = new(StringComparer.Ordinal);
    private readonly HashSet<string> _merged = new(StringComparer.Ordinal);
    private EventIdWindow _eventIds;
    private UserExperiments? _trials;

    /// <summary>Makes the profile of a user nothing is known of.</summary>
    public UserProfile(ProfileOptions options, EventVocabulary vocabulary)
    {
        _options = options;
        _vocabulary = vocabulary;
        _halfLifeMs = TimeSpan.FromDays(options.HalfLifeDays).TotalMilliseconds;
        _eventIds = new EventIdWindow(options.EventIds, []);
    }

    /// <summary>The sequence number of the last entry folded in; 0 before the first.</summary>
    public long Version { get; private set; }

    /// <summary>How many events were folded in since the user was last forgotten.</summary>
    public long EventCount { get; private set; }

    /// <summary>What the user said.</summary>
    public StatedPreferences Preferences { get; private set; } = new();

    /// <summary>The id of the user this one is an alias of; null when it stands for itself.</summary>
    public string? AliasOf { get; private set; }

    /// <summary>The ids of the users whose history was taken over.</summary>
    public IReadOnlySet<string> Merged => _merged;

    /// <summary>The latest events, oldest first by the time they occurred.</summary>
    public IReadOnlyList<ProfileEvent> Events => _events;

    /// <summary>What is known per item.</summary>
    public IReadOnlyDictionary<string, ItemState> Items => _items;

    /// <summary>The experiments the user is in; to be read only.</summary>
    public UserExperiments Trials => _trials ?? UserExperiments.None;

    /// <summary>Whether ids may have left the window: only then can an id that is not in it still be a duplicate.</summary>
    public bool HasForgottenEventIds => EventCount > _options.EventIds;

    /// <summary>Reads a snapshot.</summary>
    /// <param name="snapshot">The snapshot.</param>
    /// <param name="options">How to go on from it.</param>
    /// <param name="vocabulary">What events weigh from now on.</param>
    /// <param name="anyFolding">Take it also when it was folded under another vocabulary or half-life: when the log before it is gone, it is all there is.</param>
    /// <returns>The profile, or null when the snapshot was folded under another vocabulary or half-life and must be folded anew from the log.</returns>
    /// <exception cref="InvalidDataException">The snapshot is of a format later than this code.</exception>
    public static UserProfile? Restore(ProfileSnapshot snapshot, ProfileOptions options, EventVocabulary vocabulary, bool anyFolding = false)
    {
        if (snapshot.Format > ProfileSnapshot.CurrentFormat)
        {
            throw new InvalidDataException($"The profile snapshot has format {snapshot.Format}; this version reads up to {ProfileSnapshot.CurrentFormat}.");
        }

        UserProfile profile = new(options, vocabulary);
        return anyFolding || snapshot.Folding == profile.Folding ? profile.Fill(snapshot) : null;
    }

    /// <summary>Whether <paramref name="eventId"/> is among the ids remembered.</summary>
    public bool Remembers(string eventId) => _eventIds.Contains(eventId);

    /// <summary>Folds in the next entry.</summary>
    /// <exception cref="ArgumentException">The entry does not follow the last one.</exception>
    public void Apply(LogEntry entry)
    {
        if (entry.Sequence <= Version)
        {
            throw new ArgumentException($"Entry {entry.Sequence} does not follow version {Version}.", nameof(entry));
        }

        switch (entry)
        {
            case EventEntry done:
                ApplyEvent(done.Event, done.Sequence);
                break;
            case PreferencesEntry said:
                Preferences = said.Preferences;
                break;
            case AliasEntry alias:
                AliasOf = alias.Target.Value;
                break;
            case MergedEntry merged:
                _ = _merged.Add(merged.Other.Value);
                break;
            case ForgottenEntry:
                Clear();
                break;
            case EnteredEntry:
                _trials ??= new UserExperiments();
                break;
            case ExploredEntry:
                break;
            default:
                throw new ArgumentException($"Entries of type {entry.GetType().Name} are not known.", nameof(entry));
        }

        _trials?.Apply(entry);
        Version = entry.Sequence;
    }

    /// <summary>The profile as it is stored.</summary>
    public ProfileSnapshot ToSnapshot() => new()
    {
        Format = ProfileSnapshot.CurrentFormat,
        Folding = Folding,
        Version = Version,
        EventCount = EventCount,
        Preferences = Preferences,
        AliasOf = AliasOf,
        Merged = [.. _merged.Order(StringComparer.Ordinal)],
        Events = [.. _events],
        Items = _items.ToImmutableSortedDictionary(StringComparer.Ordinal),
        EventIds = _eventIds.ToBytes(),
        Trials = _trials?.ToSnapshot(),
    };

    /// <summary>The items preferred at a time, highest weight first; ties by id.</summary>
    public IEnumerable<ItemPreference> PreferencesAt(DateTimeOffset now)
    {
        long nowMs = now.ToUnixTimeMilliseconds();
        return _items
            .Select(pair => new ItemPreference(
                Abstractions.Identity.ItemId.Create(pair.Key), pair.Value.WeightAt(nowMs, _halfLifeMs), DateTimeOffset.FromUnixTimeMilliseconds(pair.Value.AsOfMs)))
            .OrderByDescending(preference => preference.Weight).ThenBy(preference => preference.ItemId.Value, StringComparer.Ordinal);
    }

    private string Folding => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{_options.HalfLifeDays:R}d {_vocabulary.Fingerprint}");

    private static ItemMarks MarkOf(string type, double weight) => type switch
    {
        EventTypes.Purchase => ItemMarks.Seen | ItemMarks.Purchased,
        EventTypes.Dismiss => ItemMarks.Dismissed,
        EventTypes.Impression or EventTypes.RemoveFromCart => ItemMarks.None,
        _ => weight > 0 ? ItemMarks.Seen : ItemMarks.None,
    };

    private void ApplyEvent(UserEvent done, long sequence)
    {
        _eventIds.Add(done.EventId);
        EventCount++;
        double weight = _vocabulary.WeightOf(done.Type);
        if (weight == 0)
        {
            return;
        }

        string item = done.ItemId.Value;
        long timeMs = done.OccurredAt.ToUnixTimeMilliseconds();
        Insert(new ProfileEvent(item, done.Type, timeMs, sequence));
        ItemMarks mark = MarkOf(done.Type, weight);
        _items[item] = _items.TryGetValue(item, out ItemState known) ? known.With(weight, timeMs, _halfLifeMs, mark) : new ItemState(weight, timeMs, mark);
        if (_items.Count > _options.Items)
        {
            _ = _items.Remove(_items.MinBy(pair => (pair.Value.AsOfMs, pair.Key)).Key);
        }
    }

    private void Insert(ProfileEvent done)
    {
        int at = _events.Count;
        while (at > 0 && _events[at - 1].TimeMs > done.TimeMs)
        {
            at--;
        }

        _events.Insert(at, done);
        if (_events.Count > _options.RecentEvents)
        {
            _events.RemoveAt(0);
        }
    }

    private UserProfile Fill(ProfileSnapshot snapshot)
    {
        Version = snapshot.Version;
        EventCount = snapshot.EventCount;
        Preferences = snapshot.Preferences;
        AliasOf = snapshot.AliasOf;
        _merged.UnionWith(snapshot.Merged);
        _events.AddRange(snapshot.Events.TakeLast(_options.RecentEvents));
        foreach ((string item, ItemState state) in snapshot.Items)
        {
            _items[item] = state;
        }

        _eventIds = new EventIdWindow(_options.EventIds, snapshot.EventIds);
        _trials = snapshot.Trials is { } trials ? new UserExperiments(trials) : null;
        return this;
    }

    private void Clear()
    {
        EventCount = 0;
        Preferences = new StatedPreferences();
        AliasOf = null;
        _merged.Clear();
        _events.Clear();
        _items.Clear();
        _eventIds = new EventIdWindow(_options.EventIds, []);
        _trials = null;
    }
}
