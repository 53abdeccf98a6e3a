using System.Collections.Immutable;
using Personalization.Abstractions.EventLog;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Profiles;
using Personalization.Engine.Experiments.Attribution;

namespace Personalization.Engine.Profiles;

/// <summary>
/// The preference state of a user: a pure fold of the user's log entries in the order of their sequence numbers. Not
/// thread-safe. Two profiles of the same entries, options and vocabulary are equal to the bit.
/// </summary>
public sealed class UserProfile
{
    /// <summary>The most event ids that stay after an erasure: 1 KB, more than a client's open requests.</summary>
    private const int MaxKeptEventIds = 128;

    private readonly ProfileOptions _options;
    private readonly EventVocabulary _vocabulary;
    private readonly double _halfLifeMs;
    private readonly List<ProfileEvent> _events = [];
    private readonly Dictionary<string, ItemState> _items = new(StringComparer.Ordinal);
    private EventIdWindow _eventIds;
    private MergedUsers? _merged;
    private UserExperiments? _experiments;

    /// <summary>Creates the profile of an unknown user.</summary>
    /// <param name="options">The limits and the half-life.</param>
    /// <param name="vocabulary">The weights of the event types.</param>
    public UserProfile(ProfileOptions options, EventVocabulary vocabulary)
    {
        _options = options;
        _vocabulary = vocabulary;
        _halfLifeMs = TimeSpan.FromDays(options.HalfLifeDays).TotalMilliseconds;
        _eventIds = new EventIdWindow(options.EventIds, []);
    }

    /// <summary>The sequence number of the last applied entry; 0 before the first entry.</summary>
    public long Version { get; private set; }

    /// <summary>The number of applied events since the last erasure of the user.</summary>
    public long EventCount { get; private set; }

    /// <summary>True if the user has an event or a stated preference: the user did something.</summary>
    public bool IsActive => EventCount > 0 || !Preferences.IsEmpty;

    /// <summary>The stated preferences of the user.</summary>
    public StatedPreferences Preferences { get; private set; } = new();

    /// <summary>The id of the user that this user is an alias of; null for none.</summary>
    public string? AliasOf { get; private set; }

    /// <summary>The users that were merged into this user. Read-only for callers.</summary>
    public MergedUsers Merged => _merged ?? MergedUsers.None;

    /// <summary>True if the erasure of this user has begun and is not complete.</summary>
    public bool IsForgetting { get; private set; }

    /// <summary>The latest events, oldest first by the time of the event.</summary>
    public IReadOnlyList<ProfileEvent> Events => _events;

    /// <summary>The state of each item, by item id.</summary>
    public IReadOnlyDictionary<string, ItemState> Items => _items;

    /// <summary>The user's experiments. Read-only for callers.</summary>
    public UserExperiments Trials => _experiments ?? UserExperiments.None;

    /// <summary>
    /// True if event ids may have left the window. Only then can an id outside the window be a duplicate.
    /// </summary>
    /// <remarks>
    /// Compares with the ids that the window holds, not with its capacity: a larger setting does not bring ids back.
    /// </remarks>
    public bool HasForgottenEventIds => EventCount > _eventIds.Count;

    /// <summary>Restores a profile from a snapshot.</summary>
    /// <param name="snapshot">The snapshot.</param>
    /// <param name="options">The limits and the half-life.</param>
    /// <param name="vocabulary">The weights of the event types.</param>
    /// <param name="anyFolding">True accepts a snapshot with another vocabulary or half-life. Needed if the log before
    /// the snapshot is deleted.</param>
    /// <returns>The profile; null if the snapshot has another vocabulary or half-life and the log must be
    /// replayed.</returns>
    /// <exception cref="InvalidDataException">The snapshot has a later format than this version reads.</exception>
    public static UserProfile? Restore(
        ProfileSnapshot snapshot, ProfileOptions options, EventVocabulary vocabulary, bool anyFolding = false)
    {
        if (snapshot.Format > ProfileSnapshot.CurrentFormat)
        {
            throw new InvalidDataException($"The profile snapshot has format {snapshot.Format} but this version reads "
                + $"formats up to {ProfileSnapshot.CurrentFormat}.");
        }

        UserProfile profile = new(options, vocabulary);
        return anyFolding || snapshot.Folding == profile.Folding ? profile.Fill(snapshot) : null;
    }

    /// <summary>Gets whether an event is in the window of ids.</summary>
    /// <returns>Null if only the log can tell: the id may be that of another user's event.</returns>
    public bool? Remembers(UserEvent happened)
    {
        // An alias that was erased with its target keeps the target's hashes, which have an origin.
        if (_eventIds.Contains(happened.UserId.Value, happened.EventId))
        {
            return true;
        }

        // Before events kept their origin, a merged user's event stood in the window like the user's own.
        return !_eventIds.Contains(null, happened.EventId) ? false : Merged.Ids.Count == 0 ? true : null;
    }

    /// <summary>Returns the hashes of the latest event ids, for <see cref="ForgottenEntry.EventIds"/>.</summary>
    public byte[]? EventIdsToKeep() => _eventIds.Count == 0 ? null : _eventIds.ToBytes(MaxKeptEventIds);

    /// <summary>Applies the next entry.</summary>
    /// <exception cref="ArgumentException">The sequence number is not above <see cref="Version"/>, or the type of the
    /// entry is unknown.</exception>
    public void Apply(LogEntry entry)
    {
        if (entry.Sequence <= Version)
        {
            throw new ArgumentException(
                $"The sequence number must be above {Version} but was {entry.Sequence}.", nameof(entry));
        }

        switch (entry)
        {
            case EventEntry happened:
                ApplyEvent(happened.Event, happened.Sequence);
                break;
            case PreferencesEntry stated:
                Preferences = stated.Preferences;
                break;
            case AliasEntry alias:
                AliasOf = alias.Target.Value;
                break;
            case UnaliasedEntry:
                AliasOf = null;
                break;
            case MergedEntry merged:
                (_merged ??= new MergedUsers()).Apply(merged);
                break;
            case ForgetBegunEntry:
                IsForgetting = true;
                break;
            case ForgottenEntry forgotten:
                Clear(forgotten);
                break;
            case EnteredEntry:
                _experiments ??= new UserExperiments();
                break;
            case ExploredEntry or RemovedEntry:
                break;
            default:
                throw new ArgumentException($"Unknown type of entry: {entry.GetType().Name}.", nameof(entry));
        }

        _experiments?.Apply(entry);
        Version = entry.Sequence;
    }

    /// <summary>Returns the snapshot to store.</summary>
    public ProfileSnapshot ToSnapshot() => new()
    {
        Format = ProfileSnapshot.CurrentFormat,
        Folding = Folding,
        Version = Version,
        EventCount = EventCount,
        Preferences = Preferences,
        AliasOf = AliasOf,
        Merged = [.. Merged.Ids.Order(StringComparer.Ordinal)],
        Merges = _merged is null ? null : [.. _merged.All],
        IsForgetting = IsForgetting,
        Events = [.. _events],
        Items = _items.ToImmutableSortedDictionary(StringComparer.Ordinal),
        EventIds = _eventIds.ToBytes(),
        Trials = _experiments?.ToSnapshot(),
    };

    /// <summary>Returns the item preferences at a time, highest weight first; ties by id.</summary>
    public IEnumerable<ItemPreference> PreferencesAt(DateTimeOffset now)
    {
        long nowMs = now.ToUnixTimeMilliseconds();
        return _items
            .Select(pair => new ItemPreference(
                Abstractions.Identity.ItemId.Create(pair.Key),
                pair.Value.WeightAt(nowMs, _halfLifeMs),
                DateTimeOffset.FromUnixTimeMilliseconds(pair.Value.AsOfMs)))
            .OrderByDescending(preference => preference.Weight)
            .ThenBy(preference => preference.ItemId.Value, StringComparer.Ordinal);
    }

    private string Folding => string.Create(
        System.Globalization.CultureInfo.InvariantCulture, $"{_options.HalfLifeDays:R}d {_vocabulary.Fingerprint}");

    private static ItemMarks MarkOf(string type, double weight) => type switch
    {
        EventTypes.Purchase => ItemMarks.Seen | ItemMarks.Purchased,
        EventTypes.Dismiss => ItemMarks.Dismissed,
        EventTypes.Impression or EventTypes.RemoveFromCart => ItemMarks.None,
        _ => weight > 0 ? ItemMarks.Seen : ItemMarks.None,
    };

    private void ApplyEvent(UserEvent happened, long sequence)
    {
        _eventIds.Add(OriginOf(happened), happened.EventId);
        EventCount++;
        double weight = _vocabulary.WeightOf(happened.Type);
        if (weight == 0)
        {
            return;
        }

        string item = happened.ItemId.Value;
        long timeMs = happened.OccurredAt.ToUnixTimeMilliseconds();
        Insert(new ProfileEvent(item, happened.Type, timeMs, sequence));
        ItemMarks mark = MarkOf(happened.Type, weight);
        _items[item] = _items.TryGetValue(item, out ItemState known)
            ? known.With(weight, timeMs, _halfLifeMs, mark)
            : new ItemState(weight, timeMs, mark);
        if (_items.Count > _options.Items)
        {
            _ = _items.Remove(_items.MinBy(pair => (pair.Value.AsOfMs, pair.Key)).Key);
        }
    }

    private void Insert(ProfileEvent happened)
    {
        int at = _events.Count;
        while (at > 0 && _events[at - 1].TimeMs > happened.TimeMs)
        {
            at--;
        }

        _events.Insert(at, happened);
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
        _merged = snapshot.Merged.IsEmpty ? null : new MergedUsers(snapshot.Merges ?? [], snapshot.Merged);
        IsForgetting = snapshot.IsForgetting;
        _events.AddRange(snapshot.Events.TakeLast(_options.RecentEvents));
        foreach ((string item, ItemState state) in snapshot.Items)
        {
            _items[item] = state;
        }

        _eventIds = new EventIdWindow(_options.EventIds, snapshot.EventIds);
        _experiments = snapshot.Trials is { } experiments ? new UserExperiments(experiments) : null;
        return this;
    }

    /// <summary>Gets the merged user that an event comes from; null for the user's own event.</summary>
    private string? OriginOf(UserEvent happened) =>
        Merged.Ids.Contains(happened.UserId.Value) ? happened.UserId.Value : null;

    private void Clear(ForgottenEntry forgotten)
    {
        EventCount = 0;
        Preferences = new StatedPreferences();
        AliasOf = null;
        _merged = null;
        IsForgetting = false;
        _events.Clear();
        _items.Clear();
        _eventIds = new EventIdWindow(_options.EventIds, forgotten.EventIds ?? []);
        _experiments = null;
    }
}
