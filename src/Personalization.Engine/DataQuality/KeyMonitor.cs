using System.Collections.Immutable;
using Personalization.Abstractions.DataQuality;

namespace Personalization.Engine.DataQuality;

/// <summary>
/// Monitors one client key, window by window: detectors compare counts with models of the history. A suspicious window
/// becomes history only if it proves harmless. Not thread-safe.
/// </summary>
internal sealed class KeyMonitor
{
    private const string More = "+";
    private const string Less = "-";
    private const string Stopped = "0";

    /// <summary>The smallest usual share that can fall noticeably.</summary>
    private const double LeastToFall = 0.004;

    /// <summary>
    /// A change of the volume by this many times the usual scatter is a break, unless the configured factor is larger.
    /// Evidence begins at about half of it.
    /// </summary>
    private const double ScatterFactor = 5;

    /// <summary>
    /// The factor of volume for a client that has stopped. It is found sooner than the loss of a half.
    /// </summary>
    private const double StoppedFactor = 0.1;

    private const double LeastFactor = 0.01;
    private const double MostShare = 0.999;
    private const double MemorySeconds = 900;
    private static readonly TimeSpan LongestSuspicion = TimeSpan.FromHours(6);

    private readonly DataQualityOptions _options;
    private readonly KeyModels _models;
    private readonly Dictionary<string, CusumDetector> _detectors = new(StringComparer.Ordinal);
    private readonly List<(long Window, IReadOnlyDictionary<string, int> Counts)> _waiting = [];
    private readonly SortedSet<string> _names = new(StringComparer.Ordinal);
    private readonly List<(string Name, CusumDetector Detector, double Usual)> _opened = [];
    private readonly List<string> _ended = [];
    private bool _isSuspicious;

    /// <summary>Starts to monitor a key.</summary>
    /// <param name="key">The name of the key.</param>
    /// <param name="options">The options.</param>
    /// <param name="history">The history of the key.</param>
    public KeyMonitor(string key, DataQualityOptions options, KeyHistory history)
    {
        Key = key;
        _options = options;
        History = history;
        _models = new KeyModels(history);
        _names.UnionWith(_models.Known());
    }

    /// <summary>The name of the key.</summary>
    public string Key { get; }

    /// <summary>The history of the key, without breaks.</summary>
    public KeyHistory History { get; }

    /// <summary>The marked window with ongoing breaks; null for none.</summary>
    public DataQualityWindow? Open { get; private set; }

    /// <summary>True if the history is long enough to judge rates and shares.</summary>
    public bool JudgesShares => History.MonitoredTime >= TimeSpan.FromMinutes(_options.LearnMinutes);

    /// <summary>True if the history is long enough to judge the volume.</summary>
    public bool JudgesVolume => History.MonitoredTime >= TimeSpan.FromMinutes(_options.LearnVolumeMinutes);

    /// <summary>Judges a window.</summary>
    /// <param name="window">The number of the window since 1970.</param>
    /// <param name="counts">The counts of the window.</param>
    /// <param name="nextId">Gets the id of a new marked window.</param>
    /// <returns>The marked window when it was opened, changed or ended; otherwise null.</returns>
    public DataQualityWindow? Judge(long window, IReadOnlyDictionary<string, int> counts, Func<long> nextId)
    {
        _opened.Clear();
        _ended.Clear();
        _isSuspicious = false;
        _names.UnionWith(
            counts.Keys.Where(name => name != DataQualityCounters.Received && Counter.KindOf(name) is not null));
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

    /// <summary>Resets the baseline: the history and all evidence are removed.</summary>
    public void Reset()
    {
        _detectors.Clear();
        _waiting.Clear();
        History.Clear();
        Open = null;
    }

    /// <summary>Gets the usual number of events per hour at a time; null while it is unknown.</summary>
    public double? UsualPerHour(DateTimeOffset at) =>
        JudgesVolume ? _models.Volume(at.ToUnixTimeSeconds() / 3_600).PerHour(at.ToUnixTimeSeconds() / 3_600.0) : null;

    /// <summary>Gets the state to store.</summary>
    public KeyMonitorState Save() => new()
    {
        Key = Key,
        History = KeyHistoryCodec.Encode(History),
        Charts = _detectors.Where(detector => detector.Value.Strength > 0).ToDictionary(
            detector => detector.Key, detector => detector.Value.Save(), StringComparer.Ordinal),
    };

    /// <summary>
    /// Restores a stored state. Windows that were still suspicious at that moment are lost to the history.
    /// </summary>
    /// <param name="state">The stored state.</param>
    /// <param name="options">The present options.</param>
    /// <param name="open">The marked window of the key with ongoing breaks; null for none.</param>
    public static KeyMonitor Restore(KeyMonitorState state, DataQualityOptions options, DataQualityWindow? open)
    {
        KeyMonitor monitor = new(state.Key, options, KeyHistoryCodec.Decode(state.History)) { Open = open };
        foreach ((string name, CusumState detector) in state.Charts)
        {
            monitor._detectors[name] = CusumDetector.Restore(detector);
        }

        return monitor;
    }

    private void JudgeVolume(long window, double hours, int count)
    {
        VolumeModel model = _models.Volume((long)hours);
        double perHour = model.PerHour(hours);
        double usual = perHour * _options.WindowSeconds / 3_600;
        double factor = Math.Max(_options.VolumeFactor, Math.Exp(ScatterFactor * model.Scatter));
        double spread = model.Spread(perHour);
        double EvidenceOf(double changed) => Evidence.OfVolume(count, usual, Math.Max(LeastFactor, changed), spread);
        Add(DataQualityCounters.Received, More, factor, EvidenceOf, window, count, usual, perHour);
        Add(DataQualityCounters.Received, Less, 1 / factor, EvidenceOf, window, count, usual, perHour);
        Add(DataQualityCounters.Received, Stopped, StoppedFactor, EvidenceOf, window, count, usual, perHour);
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
        double EvidenceOf(double broken) =>
            Evidence.OfShare(hits, of, model.Usual, Math.Clamp(broken, 1 - MostShare, MostShare), spread);
        double more = Math.Min(
            MostShare, Math.Max(model.Broken(_options.ShareFactor), model.Usual + _options.RateRise));
        if (more > model.Usual)
        {
            Add(name, More, more, EvidenceOf, window, hits, of, model.Usual);
        }

        if (Counter.HasTwoSides(name) && model.Usual >= LeastToFall)
        {
            double less = model.Broken(1 / _options.ShareFactor);
            // a field that is nearly always present may be missing as often as any rate may rise
            less = model.Usual > 0.5 ? Math.Min(less, model.Usual - _options.RateRise) : less;
            Add(name, Less, less, EvidenceOf, window, hits, of, model.Usual);
        }
    }

    private void Add(
        string name,
        string side,
        double broken,
        Func<double, double> evidenceOf,
        long window,
        double hits,
        double of,
        double usual)
    {
        string id = name + side;
        if (!_detectors.TryGetValue(id, out CusumDetector? detector))
        {
            _detectors[id] = detector = new CusumDetector();
        }

        double evidence = evidenceOf(broken);
        if (detector.IsOpen && evidence <= 0 && detector.Broken is { } seen)
        {
            // far from the size of this break: evidence that it has ended
            evidence = Math.Min(evidence, evidenceOf(side == More ? Math.Max(broken, seen) : Math.Min(broken, seen)));
        }

        bool? turned = detector.Add(evidence, _options.Evidence, window, hits, of);
        _isSuspicious |= detector.IsOpen && evidence > 0;
        if (turned is true)
        {
            _opened.Add((name, detector, usual));
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
            // counts arrive up to one report later than their events
            DateTimeOffset from = StartOf(_opened.Min(opened => opened.Detector.Since))
                - TimeSpan.FromSeconds(_options.ReportSeconds);
            Open ??= new DataQualityWindow(nextId(), Key, from, null, [], null);
            IEnumerable<string> open = Open.Breaks.Where(known => known.EndedAt is null).Select(known => known.What);
            IEnumerable<DataQualityBreak> found = _opened
                .DistinctBy(opened => opened.Name)
                .ExceptBy(open, opened => opened.Name)
                .Select(opened => new DataQualityBreak(
                    Counter.KindOf(opened.Name)!.Value,
                    opened.Name,
                    Reason(opened.Name, opened.Detector, opened.Usual, counts),
                    now,
                    null));
            Open = Open with { From = from < Open.From ? from : Open.From, Breaks = [.. Open.Breaks, .. found] };
        }

        if (Open is null)
        {
            return null;
        }

        bool HasEnded(DataQualityBreak known) =>
            known.EndedAt is null && _ended.Contains(known.What) && !IsAnyOpen(known.What);
        ImmutableArray<DataQualityBreak> breaks =
        [
            .. Open.Breaks.Select(known => HasEnded(known) ? known with { EndedAt = now } : known),
        ];
        bool over = breaks.All(known => known.EndedAt is not null);
        DataQualityWindow changed =
            Open with { Breaks = breaks, To = over ? StartOf(_waiting.Count > 0 ? _waiting[0].Window : window) : null };
        Open = over ? null : changed;
        return changed;
    }

    private bool IsAnyOpen(string name) =>
        Array.Exists([More, Less, Stopped], side => _detectors.GetValueOrDefault(name + side)?.IsOpen == true);

    /// <summary>
    /// Adds a window to the history: at once without suspicion, later when the suspicion ends, never during a break.
    /// </summary>
    private void Remember(long window, IReadOnlyDictionary<string, int> counts)
    {
        if (_opened.Count > 0)
        {
            long since = _opened.Min(opened => opened.Detector.Since);
            _ = _waiting.RemoveAll(waiting => waiting.Window >= since);
        }

        if (Open is not null && _isSuspicious)
        {
            _waiting.Clear();
            return;
        }

        _waiting.Add((window, counts));
        bool suspicious = Open is not null
            || _detectors.Values.Any(detector => detector.Strength >= _options.Evidence / 3);
        if (!suspicious || (Open is null
            && TimeSpan.FromSeconds((double)_waiting.Count * _options.WindowSeconds) > LongestSuspicion))
        {
            foreach ((long waited, IReadOnlyDictionary<string, int> seen) in _waiting)
            {
                History.Add(waited * _options.WindowSeconds / 3_600, _options.WindowSeconds, seen);
            }

            _waiting.Clear();
            History.Trim((window * _options.WindowSeconds / 3_600) - (24L * _options.HistoryDays));
        }
    }

    private static string Reason(
        string name, CusumDetector detector, double usual, IReadOnlyDictionary<string, int> counts)
    {
        string sentence = Counter.Describe(name, detector.Hits, detector.Of, usual);
        if (name != DataQualityCounters.Rejected)
        {
            return sentence;
        }

        KeyValuePair<string, int> top = counts
            .Where(count => count.Key.StartsWith(DataQualityCounters.Reject, StringComparison.Ordinal))
            .OrderByDescending(count => count.Value)
            .ThenBy(count => count.Key, StringComparer.Ordinal)
            .FirstOrDefault();
        return top.Key is null
            ? sentence
            : $"{sentence} Most frequent reason: {top.Key[DataQualityCounters.Reject.Length..].Replace(':', ' ')}.";
    }

    private DateTimeOffset StartOf(long window) => DateTimeOffset.FromUnixTimeSeconds(window * _options.WindowSeconds);
}
