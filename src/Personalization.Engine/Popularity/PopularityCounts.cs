using System.Collections.Immutable;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using Personalization.Abstractions.EventLog;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Recommendations;

namespace Personalization.Engine.Popularity;

/// <summary>
/// Counts the popularity of items from the event log, without a model. Records must come in the order of the log.
/// Not thread-safe.
/// </summary>
/// <remarks>
/// A user counts for an item once, with the heaviest and latest choice, so that one busy user moves no item far. The
/// weight of a choice halves with each half-life. All bounds keep the most popular items and the latest choices. The
/// choices of a user do not count from the opt-out on.
/// </remarks>
public sealed class PopularityCounts
{
    /// <summary>The most items in memory; the least popular ones are dropped.</summary>
    private const int MaxItems = 50_000;

    /// <summary>The most stored items. The next activation starts with them.</summary>
    private const int StoredItems = 5_000;

    /// <summary>The most choices in a generation. The latest two generations are remembered.</summary>
    private const int GenerationChoices = 100_000;

    /// <summary>The most users who opted out that are remembered.</summary>
    private const int MaxOptedOut = 20_000;

    /// <summary>The number of half-lives after which scores are rescaled, far from the range of a double.</summary>
    private const double LongestScale = 64;

    private readonly EventVocabulary _vocabulary;
    private readonly double _halfLifeDays;
    private readonly Dictionary<string, double> _scores;
    private readonly HashSet<ulong> _optedOut;
    private Dictionary<ulong, double> _choices = [];
    private Dictionary<ulong, double> _earlierChoices = [];
    private long? _originMs;

    /// <summary>Starts empty, or continues from a stored state of the same half-life.</summary>
    /// <param name="vocabulary">The weights of the event types.</param>
    /// <param name="halfLifeDays">The half-life of a choice, days, > 0.</param>
    /// <param name="stored">The stored state; null for none.</param>
    public PopularityCounts(EventVocabulary vocabulary, double halfLifeDays, PopularityState? stored = null)
    {
        (_vocabulary, _halfLifeDays) = (vocabulary, halfLifeDays);
        _scores = new Dictionary<string, double>(stored?.Scores ?? [], StringComparer.Ordinal);
        _optedOut = [.. stored?.OptedOut ?? []];
        _originMs = stored?.OriginMs;
    }

    /// <summary>The number of changes of the scores.</summary>
    public long Changes { get; private set; }

    /// <summary>
    /// Counts a record. Skips synthetic users, users who opted out, copies from merged users, and records without a
    /// choice.
    /// </summary>
    public void Add(LogRecord record)
    {
        ulong user = HashOf(record.UserKey, 0);
        FollowOptOut(user, record.Entry);
        if (record.Entry is not EventEntry { FirstReceivedAt: null, Event: var happened }
            || _vocabulary.WeightOf(happened.Type) is not (> 0 and var weight)
            || SyntheticUsers.ContainsKey(record.UserKey)
            || _optedOut.Contains(user))
        {
            return;
        }

        string item = happened.ItemId.Value;
        double score = weight * ScaleAt(happened.OccurredAt.ToUnixTimeMilliseconds());
        double gain = score - TakeChoice(HashOf(item, (long)user), score);
        if (gain > 0)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(_scores, item, out _) += gain;
            Changes++;
            DropUnpopular();
        }
    }

    /// <summary>Returns the most popular items, best first, ties by id.</summary>
    public ImmutableArray<PopularItem> Top(int count)
    {
        KeyValuePair<string, double>[] best = Best(count);
        return
        [
            .. best.Select(pair => new PopularItem(ItemId.Create(pair.Key), (float)(pair.Value / best[0].Value)))
                .Where(item => item.Score > 0),
        ];
    }

    /// <summary>Returns the state to store.</summary>
    public PopularityState ToStored() => new()
    {
        HalfLifeDays = _halfLifeDays,
        OriginMs = _originMs,
        Scores = new Dictionary<string, double>(Best(StoredItems), StringComparer.Ordinal),
        OptedOut = [.. _optedOut],
    };

    private static ulong HashOf(string text, long seed) =>
        XxHash3.HashToUInt64(MemoryMarshal.AsBytes(text.AsSpan()), seed);

    private void FollowOptOut(ulong user, LogEntry entry)
    {
        if (entry is PreferencesEntry { Preferences.OptOut: true })
        {
            _ = _optedOut.Count < MaxOptedOut && _optedOut.Add(user);
        }
        else if (entry is PreferencesEntry or ForgottenEntry)
        {
            _ = _optedOut.Remove(user);
        }
    }

    private KeyValuePair<string, double>[] Best(int count) =>
    [
        .. _scores.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal).Take(count),
    ];

    /// <summary>Returns the factor of a choice at a time. Later choices have larger factors.</summary>
    private double ScaleAt(long timeMs)
    {
        double halfLives = (timeMs - (_originMs ??= timeMs)) / (_halfLifeDays * 86_400_000);
        if (halfLives <= LongestScale)
        {
            return double.Exp2(halfLives);
        }

        double factor = double.Exp2(-halfLives);
        _originMs = timeMs;
        Scale(_scores, factor);
        Scale(_choices, factor);
        Scale(_earlierChoices, factor);
        return 1;
    }

    private static void Scale<TKey>(Dictionary<TKey, double> values, double factor)
        where TKey : notnull
    {
        foreach (TKey key in values.Keys.ToArray())
        {
            values[key] *= factor;
        }
    }

    /// <summary>Remembers the choice of a user if it is the best one, and returns the best one before.</summary>
    /// <param name="choice">The hash of the user and the item.</param>
    /// <param name="score">The score of the choice.</param>
    private double TakeChoice(ulong choice, double score)
    {
        double before = Math.Max(_choices.GetValueOrDefault(choice), _earlierChoices.GetValueOrDefault(choice));
        if (_choices.Count >= GenerationChoices && !_choices.ContainsKey(choice))
        {
            (_earlierChoices, _choices) = (_choices, []);
        }

        _choices[choice] = Math.Max(before, score);
        return before;
    }

    private void DropUnpopular()
    {
        if (_scores.Count > 2 * MaxItems)
        {
            HashSet<string> kept = [.. Best(MaxItems).Select(pair => pair.Key)];
            foreach (string item in _scores.Keys.Where(item => !kept.Contains(item)).ToArray())
            {
                _ = _scores.Remove(item);
            }
        }
    }
}
