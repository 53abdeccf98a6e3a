using HdrHistogram;

namespace Personalization.Benchmarks.Load;

/// <summary>The observations of one worker for one kind of request.</summary>
internal sealed class KindTally
{
    /// <summary>Gets the microseconds from the time a request was due to its answer, or to its time-out.</summary>
    public LongHistogram Latency { get; } = new(LoadTally.LongestUs, 3);

    /// <summary>Gets the number of requests by last outcome.</summary>
    public Dictionary<string, long> Outcomes { get; } = [];

    /// <summary>Gets or sets the number of served requests.</summary>
    public long Served { get; set; }

    /// <summary>Gets or sets the number of requests that were served before the end of the load.</summary>
    public long ServedInTime { get; set; }

    /// <summary>Gets or sets the number of failed requests.</summary>
    public long Failed { get; set; }

    /// <summary>Adds the observations of another worker.</summary>
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
