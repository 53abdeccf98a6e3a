using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;

namespace Personalization.Hosting.Telemetry;

/// <summary>
/// Lets the first warnings and errors of each kind through and counts the rest, so that a broken store does not fill
/// the log. <see cref="LogThrottleReporter"/> ends each round with a summary.
/// </summary>
/// <remarks>A kind is a category, an event id and a message template.</remarks>
internal sealed class LogThrottle : LoggingSampler
{
    /// <summary>The records of one kind that a round lets through.</summary>
    public const int Passing = 5;

    /// <summary>The most kinds of one round; further ones are counted together.</summary>
    private const int MostKinds = 500;

    private static readonly LogKind Others = new("(other categories)", 0, string.Empty);

    private ConcurrentDictionary<LogKind, Tally> _round = new();

    /// <inheritdoc/>
    public override bool ShouldSample<TState>(in LogEntry<TState> logEntry)
    {
        if (logEntry.LogLevel < LogLevel.Warning)
        {
            return true;
        }

        ConcurrentDictionary<LogKind, Tally> round = Volatile.Read(ref _round);
        LogKind kind = new(logEntry.Category, logEntry.EventId.Id, TemplateOf(logEntry.State));
        if (round.Count >= MostKinds && !round.ContainsKey(kind))
        {
            kind = Others;
        }

        return Interlocked.Increment(ref round.GetOrAdd(kind, _ => new Tally()).Count) <= Passing;
    }

    /// <summary>Ends the round.</summary>
    /// <returns>The kinds of which records were left out, and their numbers.</returns>
    public IReadOnlyList<(LogKind Kind, long LeftOut)> EndRound() =>
        [.. Interlocked.Exchange(ref _round, new()).Where(kind => kind.Value.Count > Passing)
            .Select(kind => (kind.Key, kind.Value.Count - Passing))];

    private static string TemplateOf<TState>(TState state) =>
        state is IReadOnlyList<KeyValuePair<string, object?>> { Count: > 0 } values
        && values[^1] is { Key: "{OriginalFormat}", Value: string template }
            ? template
            : string.Empty;

    private sealed class Tally
    {
        public long Count;
    }
}

/// <summary>A kind of log records.</summary>
internal readonly record struct LogKind(string Category, int EventId, string Template);
