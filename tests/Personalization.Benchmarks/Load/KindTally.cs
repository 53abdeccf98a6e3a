using HdrHistogram;

namespace Personalization.Benchmarks.Load;

/// <summary>The observations of one worker for one kind of request.</summary>
internal sealed class KindTally
{
    /// <summary>
    /// Microseconds from when a request was due to its answer, or to when it was given up for lack of one.
    /// </summary>
    public LongHistogram Latency { get; } = new(LoadTally.LongestUs, 3);

    /// <summary>How often each outcome was a request's last.</summary>
    public Dictionary<string, long> Outcomes { get; } = [];

    /// <summary>Requests that got what they asked for.</summary>
    public long Served { get; set; }

    /// <summary>Those of them that had it before the load's end.</summary>
    public long ServedInTime { get; set; }

    /// <summary>Requests that did not.</summary>
    public long Failed { get; set; }

    /// <summary>Adds another worker's.</summary>
    public void Add(KindTally other)
    {
        Latency.Add(other.Latency);
        (Served, ServedInTime, Failed) = (
            Served + other.Served, ServedInTime + other.ServedInTime, Failed + other.Failed);
        foreach ((string outcome, long count) in other.Outcomes)
        {
            Outcomes[outcome] = Outcomes.GetValueOrDefault(outcome) + count;
        }
    }
}
