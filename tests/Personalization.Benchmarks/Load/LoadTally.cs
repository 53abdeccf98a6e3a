using HdrHistogram;

namespace Personalization.Benchmarks.Load;

/// <summary>The observations of one worker; they add up to those of the load.</summary>
internal sealed class LoadTally
{
    /// <summary>The longest latency that is told from longer ones: ten minutes.</summary>
    public const long LongestUs = 600_000_000;

    private const long UsPerSecond = 1_000_000;

    /// <summary>By kind of request.</summary>
    public KindTally[] Kinds { get; } = [.. Enum.GetValues<OperationKind>().Select(_ => new KindTally())];

    /// <summary>By second since counting began.</summary>
    public List<SecondTally> Seconds { get; } = [];

    /// <summary>Every try that failed, by address and how, also of requests that were served by a later try.</summary>
    public Dictionary<(string Address, string Failure), long> FailedTries { get; } = [];

    /// <summary>How late the generator was with requests for which a connection was free, microseconds.</summary>
    public LongHistogram OwnLag { get; } = new(LongestUs, 3);

    /// <summary>How long requests waited for a free connection, microseconds.</summary>
    public LongHistogram ConnectionWait { get; } = new(LongestUs, 3);

    /// <summary>Events accepted, duplicate, rejected and unavailable, in this order.</summary>
    public long[] Events { get; } = new long[4];

    /// <summary>Tries sent, in the warm-up too.</summary>
    public long Tries { get; set; }

    /// <summary>Counts a try's answer.</summary>
    /// <param name="verdict">What it is worth.</param>
    /// <param name="atUs">When it came, from when counting began.</param>
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

    /// <summary>Counts a request that is done with.</summary>
    /// <param name="kind">Its kind.</param>
    /// <param name="outcome">Its last outcome.</param>
    /// <param name="served">Whether it got what it asked for.</param>
    /// <param name="dueUs">When it was due, from when counting began.</param>
    /// <param name="nowUs">Now, from when counting began.</param>
    /// <param name="endUs">The load's end, from when counting began.</param>
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

        // a fast refusal is no answer and would flatter the figures; a request without an answer waited at least this
        // long
        if (served || outcome is Failures.TimedOut or Failures.NotSent)
        {
            long us = Math.Clamp(nowUs - dueUs, 1, LongestUs);
            tally.Latency.RecordValue(us);
            Second(dueUs).Record((int)kind, us);
        }
    }

    /// <summary>Adds another worker's.</summary>
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
