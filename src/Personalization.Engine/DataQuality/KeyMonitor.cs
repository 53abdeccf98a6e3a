using System.Collections.Immutable;
using Personalization.Abstractions.DataQuality;

namespace Personalization.Engine.DataQuality;

/// <summary>Watches one client key, window by window: charts over models over history. What looks wrong never becomes history unless it proves harmless. Not thread-safe.</summary>
internal sealed class KeyMonitor
{
    private const string More = "+";
    private const string Less = "-";
    private const string Nothing = "0";

    /// <summary>Shares that are usually below this are not watched for falling: there is nothing to fall.</summary>
    private const double LeastToFall = 0.004;

    /// <summary>A change by so many times the usual scatter is a break, if that is more than the setting says: halfway there is where evidence begins.</summary>
    private const double WildScatters = 5;

    /// <summary>A client that has stopped is found sooner than one that has lost half.</summary>
    private const double NextToNothing = 0.1;

    private const double LeastFactor = 0.01;
    private const double MostShare = 0.999;
    private const double MemorySeconds = 900;
    private static readonly TimeSpan LongestSuspicion = TimeSpan.FromHours(6);

    private readonly DataQualityOptions _options;
    private readonly KeyModels _models;
    private readonly Dictionary<string, CusumDetector> _charts = new(StringComparer.Ordinal);
    private readonly List<(long Window, IReadOnlyDictionary<string, int> Counts)> _waiting = [];
    private readonly SortedSet<string> _names = new(StringComparer.Ordinal);
    private readonly List<(string Name, CusumDetector Chart, double Usual)> _opened = [];
    private readonly List<string> _ended = [];
    private bool _looksWrong;

    /// <summary>Starts to watch a key.</summary>
    /// <param name="key">Its name.</param>
    /// <param name="options">The options.</param>
    /// <param name="history">Its past.</param>
    public KeyMonitor(string key, DataQualityOptions options, KeyHistory history)
    {
        (Key, _options, History) = (key, options, history);
        _models = new KeyModels(history);
        _names.UnionWith(_models.Known());
    }

    /// <summary>The key's name.</summary>
    public string Key { get; }

    /// <summary>Its undisturbed past.</summary>
    public KeyHistory History { get; }

    /// <summary>The window whose breaks go on; null when all is well.</summary>
    public DataQualityWindow? Open { get; private set; }

    /// <summary>Whether enough is known to judge rates and shares.</summary>
    public bool JudgesShares => History.Watched >= TimeSpan.FromMinutes(_options.LearnMinutes);

    /// <summary>Whether enough is known to judge volume.</summary>
    public bool JudgesVolume => History.Watched >= TimeSpan.FromMinutes(_options.LearnVolumeMinutes);

    /// <summary>Judges a window.</summary>
    /// <param name="window">Its number since 1970.</param>
    /// <param name="counts">What was counted in it.</param>
    /// <param name="nextId">Gives the id of a window that is marked.</param>
    /// <returns>The marked window when it was opened, changed or ended; null when nothing happened.</returns>
    public DataQualityWindow? Judge(long window, IReadOnlyDictionary<string, int> counts, Func<long> nextId)
    {
        _opened.Clear();
        _ended.Clear();
        _looksWrong = false;
        _names.UnionWith(counts.Keys.Where(name => name != DataQualityCounters.Received && Counter.KindOf(name) is not null));
        double hours = (window + 0.5) * _options.WindowSeconds / 3_600;
        if (JudgesVolume)
        {
            JudgeVolume(window, hours, counts.GetValueOrDefault(DataQualityCounters.Received));
        }

        if (JudgesShares)
        {
            foreach (string name in _names)
            {
                JudgeShare(window, (long)hours, name, counts);
            }
        }

        DataQualityWindow? changed = Mark(window, counts, nextId);
        Remember(window, counts);
        return changed;
    }

    /// <summary>What was found is how it is from now on: everything is learnt anew.</summary>
    public void StartAnew()
    {
        _charts.Clear();
        _waiting.Clear();
        History.Clear();
        Open = null;
    }

    /// <summary>How many events an hour are usual at a time; null while that is not known.</summary>
    public double? UsualPerHour(DateTimeOffset at) =>
        JudgesVolume ? _models.Volume(at.ToUnixTimeSeconds() / 3_600).PerHour(at.ToUnixTimeSeconds() / 3_600.0) : null;

    /// <summary>To be stored.</summary>
    public KeyMonitorState Save() => new()
    {
        Key = Key,
        History = KeyHistoryCodec.Encode(History),
        Charts = _charts.Where(chart => chart.Value.Strength > 0).ToDictionary(chart => chart.Key, chart => chart.Value.Save(), StringComparer.Ordinal),
    };

    /// <summary>As it was stored. Windows that were looked at twice at that moment are lost to history.</summary>
    /// <param name="state">What was stored.</param>
    /// <param name="options">The options now.</param>
    /// <param name="open">The key's marked window that is open; null when none is.</param>
    public static KeyMonitor Restore(KeyMonitorState state, DataQualityOptions options, DataQualityWindow? open)
    {
        KeyMonitor watch = new(state.Key, options, KeyHistoryCodec.Decode(state.History)) { Open = open };
        foreach ((string name, CusumState chart) in state.Charts)
        {
            watch._charts[name] = CusumDetector.Restore(chart);
        }

        return watch;
    }

    private void JudgeVolume(long window, double hours, int count)
    {
        VolumeModel model = _models.Volume((long)hours);
        double perHour = model.PerHour(hours);
        double usual = perHour * _options.WindowSeconds / 3_600;
        double factor = Math.Max(_options.VolumeFactor, Math.Exp(WildScatters * model.Scatter));
        double spread = model.Spread(perHour);
        double EvidenceOf(double changed) => Evidence.OfVolume(count, usual, Math.Max(LeastFactor, changed), spread);
        Add(DataQualityCounters.Received, More, factor, EvidenceOf, window, count, usual, perHour);
        Add(DataQualityCounters.Received, Less, 1 / factor, EvidenceOf, window, count, usual, perHour);
        Add(DataQualityCounters.Received, Nothing, NextToNothing, EvidenceOf, window, count, usual, perHour);
    }

    private void JudgeShare(long window, long hour, string name, IReadOnlyDictionary<string, int> counts)
    {
        double of = Counter.WholeOf(name, counter => counts.GetValueOrDefault(counter));
        if (of <= 0)
        {
            return;
        }

        double hits = Math.Min(of, counts.GetValueOrDefault(name));
        ShareModel model = _models.Share(name, hour);
        double spread = model.Spread(of * MemorySeconds / _options.WindowSeconds);
        double EvidenceOf(double broken) => Evidence.OfShare(hits, of, model.Usual, Math.Clamp(broken, 1 - MostShare, MostShare), spread);
        double more = Math.Min(MostShare, Math.Max(model.Broken(_options.ShareFactor), model.Usual + _options.RateRise));
        if (more > model.Usual)
        {
            Add(name, More, more, EvidenceOf, window, hits, of, model.Usual);
        }

        if (Counter.HasTwoSides(name) && model.Usual >= LeastToFall)
        {
            double less = model.Broken(1 / _options.ShareFactor);
            less = model.Usual > 0.5 ? Math.Min(less, model.Usual - _options.RateRise) : less; // what is nearly always there may be missing as often as any rate may rise
            Add(name, Less, less, EvidenceOf, window, hits, of, model.Usual);
        }
    }

    private void Add(string name, string side, double broken, Func<double, double> evidenceOf, long window, double hits, double of, double usual)
    {
        string id = name + side;
        if (!_charts.TryGetValue(id, out CusumDetector? chart))
        {
            _charts[id] = chart = new CusumDetector();
        }

        double evidence = evidenceOf(broken);
        if (chart.IsOpen && evidence <= 0 && chart.Broken is { } seen)
        {
            // Less than the least break that counts, and far from what this one was: it is over sooner.
            evidence = Math.Min(evidence, evidenceOf(side == More ? Math.Max(broken, seen) : Math.Min(broken, seen)));
        }

        bool? turned = chart.Add(evidence, _options.Evidence, window, hits, of);
        _looksWrong |= chart.IsOpen && evidence > 0;
        if (turned is true)
        {
            _opened.Add((name, chart, usual));
        }
        else if (turned is false)
        {
            _ended.Add(name);
        }
    }

    private DataQualityWindow? Mark(long window, IReadOnlyDictionary<string, int> counts, Func<long> nextId)
    {
        DateTimeOffset now = StartOf(window + 1);
        if (_opened.Count == 0 && _ended.Count == 0)
        {
            return null;
        }

        if (_opened.Count > 0)
        {
            // Counts arrive up to a report later than their events.
            DateTimeOffset from = StartOf(_opened.Min(opened => opened.Chart.Since)) - TimeSpan.FromSeconds(_options.ReportSeconds);
            Open ??= new DataQualityWindow(nextId(), Key, from, null, [], null);
            IEnumerable<DataQualityBreak> found = _opened.DistinctBy(opened => opened.Name).ExceptBy(Open.Breaks.Where(known => known.EndedAt is null).Select(known => known.What), opened => opened.Name).Select(opened => new DataQualityBreak(
                Counter.KindOf(opened.Name)!.Value, opened.Name, Reason(opened.Name, opened.Chart, opened.Usual, counts), now, null));
            Open = Open with { From = from < Open.From ? from : Open.From, Breaks = [.. Open.Breaks, .. found] };
        }

        if (Open is null)
        {
            return null;
        }

        ImmutableArray<DataQualityBreak> breaks =
        [
            .. Open.Breaks.Select(known => known.EndedAt is null && _ended.Contains(known.What) && !IsAnyOpen(known.What) ? known with { EndedAt = now } : known),
        ];
        bool over = breaks.All(known => known.EndedAt is not null);
        DataQualityWindow changed = Open with { Breaks = breaks, To = over ? StartOf(_waiting.Count > 0 ? _waiting[0].Window : window) : null };
        Open = over ? null : changed;
        return changed;
    }

    private bool IsAnyOpen(string name) => Array.Exists([More, Less, Nothing], side => _charts.GetValueOrDefault(name + side)?.IsOpen == true);

    /// <summary>Takes a window into history: at once when all is well, later when it may turn out wrong, never when it did.</summary>
    private void Remember(long window, IReadOnlyDictionary<string, int> counts)
    {
        if (_opened.Count > 0)
        {
            long since = _opened.Min(opened => opened.Chart.Since);
            _ = _waiting.RemoveAll(waiting => waiting.Window >= since);
        }

        if (Open is not null && _looksWrong)
        {
            _waiting.Clear();
            return;
        }

        _waiting.Add((window, counts));
        bool suspicious = Open is not null || _charts.Values.Any(chart => chart.Strength >= _options.Evidence / 3);
        if (!suspicious || (Open is null && TimeSpan.FromSeconds((double)_waiting.Count * _options.WindowSeconds) > LongestSuspicion))
        {
            foreach ((long waited, IReadOnlyDictionary<string, int> seen) in _waiting)
            {
                History.Add(waited * _options.WindowSeconds / 3_600, _options.WindowSeconds, seen);
            }

            _waiting.Clear();
            History.Trim((window * _options.WindowSeconds / 3_600) - (24L * _options.HistoryDays));
        }
    }

    private static string Reason(string name, CusumDetector chart, double usual, IReadOnlyDictionary<string, int> counts)
    {
        string sentence = Counter.Describe(name, chart.Hits, chart.Of, usual);
        KeyValuePair<string, int>[] wrong = [.. counts.Where(count => count.Key.StartsWith(DataQualityCounters.Reject, StringComparison.Ordinal)).OrderByDescending(count => count.Value).ThenBy(count => count.Key, StringComparer.Ordinal)];
        return name == DataQualityCounters.Rejected && wrong.Length > 0 ? $"{sentence} Most often: {wrong[0].Key[DataQualityCounters.Reject.Length..].Replace(':', ' ')}." : sentence;
    }

    private DateTimeOffset StartOf(long window) => DateTimeOffset.FromUnixTimeSeconds(window * _options.WindowSeconds);
}
