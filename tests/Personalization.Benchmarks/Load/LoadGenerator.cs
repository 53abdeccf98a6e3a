using System.Net;
using System.Net.Sockets;
using HdrHistogram;

namespace Personalization.Benchmarks.Load;

/// <summary>
/// One thread that waits on all its connections at once and never blocks on one: the cheapest client there is, so that the
/// processor time goes to the server under test. No pipelining: a connection has one request under way.
/// </summary>
internal sealed class LoadGenerator : IDisposable
{
    private const long LongestLatencyUs = 120_000_000;
    private const int PatienceUs = 20_000_000;
    private static readonly TimeProvider Clock = TimeProvider.System;

    private readonly List<Connection> _idle = [];
    private readonly Dictionary<Socket, Connection> _busy = [];
    private readonly List<Socket> _ready = [];
    private readonly LongHistogram _latency = new(LongestLatencyUs, 3);
    private readonly ManualResetEventSlim _never = new();
    private readonly RequestSource _source;
    private long _served;
    private long _errors;
    private string? _firstError;

    private LoadGenerator(IPEndPoint server, RequestSource source, int connections)
    {
        _source = source;
        for (int i = 0; i < connections; i++)
        {
            _idle.Add(new Connection(server));
        }
    }

    /// <summary>Closed loop: every connection sends its next request as soon as it has the last one's answer.</summary>
    public static LoadResult RunClosed(IPEndPoint server, RequestSource source, int connections, TimeSpan duration) =>
        RunClosed(server, source, connections, duration, long.MaxValue);

    /// <summary>Closed loop of a given number of requests.</summary>
    public static LoadResult RunCount(IPEndPoint server, RequestSource source, int connections, long requests) =>
        RunClosed(server, source, connections, TimeSpan.FromHours(1), requests);

    /// <summary>
    /// Open loop: requests arrive at random moments (Poisson) whatever the server does, and the latency counts from the moment a
    /// request was due, so a stall is felt by all that were due in it.
    /// </summary>
    public static LoadResult RunOpen(IPEndPoint server, RequestSource source, int connections, double perSecond, TimeSpan duration, int seed)
    {
        using LoadGenerator generator = new(server, source, connections);
        return generator.Open(perSecond, duration, new Random(seed));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _never.Dispose();
        foreach (Connection connection in _idle.Concat(_busy.Values))
        {
            connection.Dispose();
        }
    }

    private static LoadResult RunClosed(IPEndPoint server, RequestSource source, int connections, TimeSpan duration, long requests)
    {
        using LoadGenerator generator = new(server, source, connections);
        return generator.Closed(duration, requests);
    }

    private LoadResult Closed(TimeSpan duration, long requests)
    {
        long start = Clock.GetTimestamp();
        long sent = 0;
        double seconds = 0;
        long servedInTime = 0;
        bool running = true;
        while (running || _busy.Count > 0)
        {
            while (running && _idle.Count > 0 && sent < requests)
            {
                SendNext(Clock.GetTimestamp());
                sent++;
            }

            TakeAnswers(PatienceUs);
            if (running && (Clock.GetElapsedTime(start) >= duration || sent >= requests))
            {
                running = false;
                (seconds, servedInTime) = (Clock.GetElapsedTime(start).TotalSeconds, _served);
            }
        }

        // a counted load ends with its last answer, a timed one with the clock
        return requests == long.MaxValue ? Result(servedInTime, seconds) : Result(_served, Clock.GetElapsedTime(start).TotalSeconds);
    }

    private LoadResult Open(double perSecond, TimeSpan duration, Random random)
    {
        double ticksPerArrival = Clock.TimestampFrequency / perSecond;
        long start = Clock.GetTimestamp();
        long end = start + (long)(duration.TotalSeconds * Clock.TimestampFrequency);
        double due = start;
        while (due < end || _busy.Count > 0)
        {
            while (due < end && due <= Clock.GetTimestamp() && _idle.Count > 0)
            {
                SendNext((long)due);
                due -= Math.Log(1 - random.NextDouble()) * ticksPerArrival;
            }

            TakeAnswers(due < end ? 1000 : PatienceUs);
        }

        return Result(_served, duration.TotalSeconds);
    }

    private LoadResult Result(long served, double seconds) => new(served, served * _source.Operations, _errors, _firstError, seconds, _latency);

    private void SendNext(long since)
    {
        Connection connection = _idle[^1];
        _idle.RemoveAt(_idle.Count - 1);
        connection.Send(_source, since);
        _busy.Add(connection.Socket, connection);
    }

    private void TakeAnswers(int patienceUs)
    {
        _ready.Clear();
        _ready.AddRange(_busy.Keys);
        if (_ready.Count == 0)
        {
            // nothing under way: the wait is for the next arrival
            _ = _never.Wait(TimeSpan.FromMilliseconds(1));
            return;
        }

        Socket.Select(_ready, null, null, patienceUs);
        if (_ready.Count == 0 && patienceUs == PatienceUs)
        {
            throw new TimeoutException($"{_busy.Count} requests had no answer for {PatienceUs / 1_000_000} s.");
        }

        foreach (Socket socket in _ready)
        {
            TakeAnswer(_busy[socket]);
        }
    }

    private void TakeAnswer(Connection connection)
    {
        int status = connection.Receive();
        if (status == 0)
        {
            return;
        }

        _ = _busy.Remove(connection.Socket);
        _idle.Add(connection);
        _latency.RecordValue(Math.Min(LongestLatencyUs, (long)Clock.GetElapsedTime(connection.Since).TotalMicroseconds));
        if (status == _source.Expected)
        {
            _served++;
        }
        else
        {
            _errors++;
            _firstError ??= connection.Describe();
        }
    }
}
