using HdrHistogram;

namespace Personalization.Benchmarks.Load;

/// <summary>The observations of one worker in one second.</summary>
internal sealed class SecondTally
{
    private const int Kinds = 3;

    /// <summary>Gets the requests served in this second, by kind.</summary>
    public long[] Served { get; } = new long[Kinds];

    /// <summary>Gets the requests that failed finally in this second, by kind.</summary>
    public long[] Failed { get; } = new long[Kinds];

    /// <summary>Gets or sets the tries that failed in this second.</summary>
    public long FailedTries { get; set; }

    /// <summary>Gets or sets the events acknowledged in this second.</summary>
    public long Acknowledged { get; set; }

    /// <summary>
    /// Gets the latency of the requests that were due in this second, by kind; null without requests.
    /// </summary>
    public IntHistogram?[] Latency { get; } = new IntHistogram?[Kinds];

    /// <summary>Adds a latency.</summary>
    public void Record(int kind, long us) =>
        (Latency[kind] ??= new IntHistogram(LoadTally.LongestUs, 2)).RecordValue(us);

    /// <summary>Adds the observations of another worker.</summary>
    public void Add(SecondTally other)
    {
        FailedTries += other.FailedTries;
        Acknowledged += other.Acknowledged;
        for (int kind = 0; kind < Kinds; kind++)
        {
            Served[kind] += other.Served[kind];
            Failed[kind] += other.Failed[kind];
            if (other.Latency[kind] is { } latency)
            {
                (Latency[kind] ??= new IntHistogram(LoadTally.LongestUs, 2)).Add(latency);
            }
        }
    }
}
