using HdrHistogram;

namespace Personalization.Benchmarks.Load;

/// <summary>The observations of one worker; all workers together give those of the load.</summary>
internal sealed class LoadTally
{
    /// <summary>
    /// The longest recorded latency, microseconds: ten minutes. Longer ones are recorded as this value.
    /// </summary>
    public const long LongestUs = 600_000_000;

    private const long UsPerSecond = 1_000_000;

    /// <summary>Gets the observations by kind of request.</summary>
    public KindTally[] Kinds { get; } = [.. Enum.GetValues<OperationKind>().Select(_ => new KindTally())];

    /// <summary>Gets the observations by second since the start of counting.</summary>
    public List<SecondTally> Seconds { get; } = [];

    /// <summary>
    /// Gets the number of failed tries by address and failure, including those of requests that a later try served.
    /// </summary>
    public Dictionary<(string Address, string Failure), long> FailedTries { get; } = [];

    /// <summary>Gets the delay of requests for which a connection was free, microseconds.</summary>
    public LongHistogram OwnLag { get; } = new(LongestUs, 3);

    /// <summary>Gets the time that requests waited for a free connection, microseconds.</summary>
    public LongHistogram ConnectionWait { get; } = new(LongestUs, 3);

    /// <summary>Gets the number of accepted, duplicate, rejected and unavailable events, in this order.</summary>
    public long[] Events { get; } = new long[4];

    /// <summary>Gets or sets the number of sent tries, including the warm-up.</summary>
    public long Tries { get; set; }

    /// <summary>Counts the events of an answer.</summary>
    /// <param name="verdict">The classification of the answer.</param>
    /// <param name="atUs">The time of the answer, microseconds since the start of counting.</param>
    public void RecordEvents(in Verdict verdict, long atUs)
    {
        Events[0] += verdict.Accepted;
        Events[1] += verdict.Duplicates;
        Events[2] += verdict.Rejected;
        Events[3] += verdict.Unavailable;
        Second(atUs).Acknowledged += verdict.Acknowledged;
    }

    /// <summary>Counts a failed try.</summary>
    public void RecordFailedTry(string address, string failure, long atUs)
    {
        FailedTries[(address, failure)] = FailedTries.GetValueOrDefault((address, failure)) + 1;
        Second(atUs).FailedTries++;
    }

    /// <summary>Counts a finished request.</summary>
    /// <param name="kind">The kind of request.</param>
    /// <param name="outcome">The last outcome of the request.</param>
    /// <param name="served">Whether the request was served.</param>
    /// <param name="dueUs">The time the request was due, microseconds since the start of counting.</param>
    /// <param name="nowUs">The current time, microseconds since the start of counting.</param>
    /// <param name="endUs">The end of the load, microseconds since the start of counting.</param>
    public void Record(OperationKind kind, string outcome, bool served, long dueUs, long nowUs, long endUs)
    {
        KindTally tally = Kinds[(int)kind];
        tally.Outcomes[outcome] = tally.Outcomes.GetValueOrDefault(outcome) + 1;
        SecondTally second = Second(nowUs);
        if (served)
        {
            tally.Served++;
            tally.ServedInTime += nowUs <= endUs ? 1 : 0;
            second.Served[(int)kind]++;
        }
        else
        {
            tally.Failed++;
            second.Failed[(int)kind]++;
        }

        // A fast rejection is not counted: it would lower the latency. A request without an answer waited at least this
        // long.
        if (served || outcome is Failures.TimedOut or Failures.NotSent)
        {
            long us = Math.Clamp(nowUs - dueUs, 1, LongestUs);
            tally.Latency.RecordValue(us);
            Second(dueUs).Record((int)kind, us);
        }
    }

    /// <summary>Adds the observations of another worker.</summary>
    public void Add(LoadTally other)
    {
        for (int kind = 0; kind < Kinds.Length; kind++)
        {
            Kinds[kind].Add(other.Kinds[kind]);
        }

        for (int second = 0; second < other.Seconds.Count; second++)
        {
            Second(second * UsPerSecond).Add(other.Seconds[second]);
        }

        foreach ((var failure, long count) in other.FailedTries)
        {
            FailedTries[failure] = FailedTries.GetValueOrDefault(failure) + count;
        }

        OwnLag.Add(other.OwnLag);
        ConnectionWait.Add(other.ConnectionWait);
        Tries += other.Tries;
        for (int i = 0; i < Events.Length; i++)
        {
            Events[i] += other.Events[i];
        }
    }

    private SecondTally Second(long us)
    {
        int index = (int)Math.Max(0, us / UsPerSecond);
        while (Seconds.Count <= index)
        {
            Seconds.Add(new SecondTally());
        }

        return Seconds[index];
    }
}
