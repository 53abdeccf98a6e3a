using System.Net;
using System.Net.Sockets;

namespace Personalization.Benchmarks.Load;

/// <summary>
/// One thread that waits on all its connections at once and never blocks on a single one. It wakes at least once per
/// millisecond while requests are due.
/// </summary>
/// <remarks>Such a client needs little processor time and leaves it to the server under test.</remarks>
internal sealed class LoadWorker : IDisposable
{
    private const double UsPerMs = 1_000;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);
    private static readonly TimeProvider Clock = TimeProvider.System;

    private readonly LoadOptions _options;
    private readonly Action<string, string>? _acknowledged;
    private readonly RequestSource _source;
    private readonly ArrivalSchedule? _arrivals;
    private readonly ServerLanes _lanes;
    private readonly int _connections;
    private readonly Dictionary<Socket, WireConnection> _busy = [];
    private readonly PriorityQueue<Operation, long> _again = new();
    private readonly Stack<Operation> _spare = [];
    private readonly List<Socket> _reading = [];
    private readonly List<Socket> _writing = [];
    private readonly ManualResetEventSlim _never = new();
    private readonly LoadTally _tally = new();
    private long _left;
    private int _outstanding;
    private long _start;
    private long _countFrom;
    private long _end;
    private long _shortUntil;
    private long _nextSweep;

    /// <summary>Creates a worker.</summary>
    /// <param name="options">The load.</param>
    /// <param name="endpoints">The end point of each address.</param>
    /// <param name="worker">The number of the worker.</param>
    /// <param name="source">Writes the requests and classifies the answers.</param>
    /// <param name="acknowledged">Receives the user and event id of every acknowledged event, on the worker's
    /// thread.</param>
    public LoadWorker(
        LoadOptions options,
        IReadOnlyList<IPEndPoint> endpoints,
        int worker,
        RequestSource source,
        Action<string, string>? acknowledged)
    {
        _options = options;
        _acknowledged = acknowledged;
        _source = source;
        _left = options.Requests ?? long.MaxValue;
        _arrivals = options.Rate is { } rate
            ? new ArrivalSchedule(rate / options.Workers, TrafficSource.HashCodeOf(options.Seed, -1 - worker))
            : null;
        _connections = (options.Connections + worker) / options.Workers;
        _lanes = new ServerLanes([
            .. options.Addresses.Zip(endpoints, (address, endpoint) => new ServerLane(address, endpoint, options.Key))
        ], _connections, worker);
    }

    private static long Now => Clock.GetTimestamp();

    /// <summary>Runs the load to its end.</summary>
    /// <param name="start">The start of the load, a timestamp.</param>
    /// <param name="cancellationToken">Ends the load early: the worker sends no new request and waits for the pending
    /// ones.</param>
    public LoadTally Run(long start, CancellationToken cancellationToken)
    {
        (_start, _countFrom) = (start, start + Ticks(_options.WarmUp));
        _end = _countFrom + Ticks(_options.Duration);
        long lastSend = _end + Ticks(_options.Timeout);
        _arrivals?.Advance();
        while (true)
        {
            long now = Now;
            if (cancellationToken.IsCancellationRequested)
            {
                (_end, lastSend) = (Math.Min(_end, now), Math.Min(lastSend, now));
            }

            CancelLate(now);
            if (now < lastSend)
            {
                SendAgain();
                SendDue();
            }
            else
            {
                AbandonUnsent(cancellationToken.IsCancellationRequested);
            }

            if (_outstanding == 0 && NextDue() >= _end)
            {
                return _tally;
            }

            Wait();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _never.Dispose();
        _lanes.Dispose();
        foreach (WireConnection connection in _busy.Values)
        {
            connection.Dispose();
        }
    }

    private static long Ticks(TimeSpan time) => (long)(time.TotalSeconds * Clock.TimestampFrequency);

    private long Us(long timestamp) => (long)((timestamp - _countFrom) * (1e6 / Clock.TimestampFrequency));

    /// <summary>
    /// Gets the time the next request is due. In a closed loop it is due immediately while a connection is free.
    /// </summary>
    private long NextDue() => _arrivals is { } arrivals ? _start + (long)(arrivals.Next * Clock.TimestampFrequency)
        : _outstanding < _connections && _left > 0 ? Math.Min(Now, _end)
        : _end;

    private void SendAgain()
    {
        while (_again.TryPeek(out _, out long notBefore)
            && notBefore <= Now
            && _lanes.ForAnother(_again.Peek().LastLane) is { } connection)
        {
            Send(_again.Dequeue(), connection);
        }
    }

    private void SendDue()
    {
        while (true)
        {
            long due = NextDue();
            long now = Now;
            if (due >= _end || due > now)
            {
                return;
            }

            if (_lanes.ForNext() is not { } connection)
            {
                _shortUntil = now;
                return;
            }

            Operation operation = Draw(due);
            if (due >= _countFrom)
            {
                (due <= _shortUntil ? _tally.ConnectionWait : _tally.OwnLag).RecordValue(
                    Math.Clamp(Us(now) - Us(due), 0, LoadTally.LongestUs));
            }

            Send(operation, connection);
        }
    }

    private Operation Draw(long due)
    {
        Operation operation = _spare.TryPop(out Operation? spare) ? spare : new Operation();
        _source.Draw(operation);
        _left--;
        operation.Due = due;
        _outstanding++;
        _arrivals?.Advance();
        return operation;
    }

    private void Send(Operation operation, WireConnection connection)
    {
        operation.Tries++;
        operation.LastLane = connection.Lane;
        _tally.Tries++;
        string? failure = connection.Start(operation, Now + Ticks(_options.Timeout));
        if (failure is null)
        {
            _busy.Add(connection.Socket, connection);
        }
        else
        {
            Fail(connection, failure);
        }
    }

    private void Wait()
    {
        _reading.Clear();
        _writing.Clear();
        foreach (WireConnection connection in _busy.Values)
        {
            (connection.IsSending ? _writing : _reading).Add(connection.Socket);
        }

        int ms = Patience();
        if (_busy.Count == 0)
        {
            _ = _never.Wait(ms);
            return;
        }

        Socket.Select(_reading, _writing, null, ms * 1_000);
        foreach (Socket socket in _writing)
        {
            if (_busy[socket].Write() is { } failure)
            {
                _ = _busy.Remove(socket, out WireConnection? connection);
                Fail(connection!, failure);
            }
        }

        foreach (Socket socket in _reading)
        {
            TakeAnswer(_busy[socket], socket);
        }
    }

    /// <summary>Gets the time the worker can wait for answers only: 1 to 20 ms.</summary>
    private int Patience()
    {
        long next = Math.Min(_again.TryPeek(out _, out long notBefore) ? notBefore : long.MaxValue, NextDue());
        return (int)Math.Clamp((Us(next) - Us(Now)) / UsPerMs, 1, 20);
    }

    private void TakeAnswer(WireConnection connection, Socket socket)
    {
        string? failure = connection.Read(out bool whole);
        if (failure is null && !whole)
        {
            return;
        }

        _ = _busy.Remove(socket);
        if (failure is not null)
        {
            Fail(connection, failure);
            return;
        }

        Operation operation = connection.Operation!;
        Verdict verdict = _source.Judge(operation, connection.Answer.Status, connection.Answer.Body);
        long now = Now;
        if (verdict.Acknowledged > 0)
        {
            TellAcknowledged(operation, verdict, connection.Answer.Body);
        }

        if (operation.Due >= _countFrom)
        {
            _tally.RecordEvents(verdict, Us(now));
        }

        connection.Lane.Return(connection, isDown: false, keep: !connection.Answer.Closes);
        if (!verdict.Served)
        {
            CountFailedTry(operation, connection.Lane, verdict.Outcome);
        }

        EndTry(operation, verdict.Outcome, verdict.Served, verdict.TryAgain);
    }

    private void TellAcknowledged(Operation operation, in Verdict verdict, ReadOnlySpan<byte> body)
    {
        if (_acknowledged is null)
        {
            return;
        }

        IEnumerable<int> indexes = verdict.Acknowledged == operation.Users.Count
            ? Enumerable.Range(0, operation.Users.Count)
            : AnswerJudge.AcknowledgedIn(body);
        foreach (int index in indexes)
        {
            (string user, string id) = _source.EventOf(operation, index);
            _acknowledged(user, id);
        }
    }

    private void Fail(WireConnection connection, string failure)
    {
        Operation operation = connection.Operation!;
        connection.Lane.Return(connection, isDown: true, keep: false);
        CountFailedTry(operation, connection.Lane, failure);
        EndTry(operation, failure, served: false, tryAgain: true);
    }

    private void CountFailedTry(Operation operation, ServerLane lane, string failure)
    {
        if (operation.Due >= _countFrom)
        {
            _tally.RecordFailedTry(lane.Name, failure, Us(Now));
        }
    }

    private void EndTry(Operation operation, string outcome, bool served, bool tryAgain)
    {
        operation.LastOutcome = outcome;
        if (tryAgain && operation.Tries < _options.Tries)
        {
            TimeSpan pause = TimeSpan.FromMilliseconds(Math.Min(
                LongestPause.TotalMilliseconds, FirstPause.TotalMilliseconds * Math.Pow(2, operation.Tries - 1)));
            _again.Enqueue(operation, Now + Ticks(pause));
            return;
        }

        End(operation, outcome, served);
    }

    private void End(Operation operation, string outcome, bool served)
    {
        _outstanding--;
        if (operation.Due >= _countFrom)
        {
            _tally.Record(operation.Kind, outcome, served, Us(operation.Due), Us(Now), Us(_end));
        }

        _spare.Push(operation);
    }

    private void CancelLate(long now)
    {
        if (now < _nextSweep)
        {
            return;
        }

        _nextSweep = now + (Clock.TimestampFrequency / 50);
        foreach (WireConnection late in _busy.Values.Where(connection => connection.Deadline <= now).ToArray())
        {
            _ = _busy.Remove(late.Socket);
            Fail(late, Failures.TimedOut);
        }
    }

    /// <summary>Counts unsent requests, and requests that wait for another try with their last outcome.</summary>
    private void AbandonUnsent(bool cancelled)
    {
        while (_again.TryDequeue(out Operation? operation, out _))
        {
            End(operation, operation.LastOutcome!, served: false);
        }

        while (!cancelled && _arrivals is not null && NextDue() < _end)
        {
            End(Draw(NextDue()), Failures.NotSent, served: false);
        }
    }
}
