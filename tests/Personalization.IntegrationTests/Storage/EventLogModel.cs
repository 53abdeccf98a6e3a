using CsCheck;
using Personalization.Abstractions.EventLog;
using Personalization.Testing.EventLog;

namespace Personalization.IntegrationTests.Storage;

/// <summary>
/// Reference model of an event log, and generated operations that a real log must answer like the model.
/// </summary>
internal sealed class EventLogModel
{
    private const int Users = 3;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private readonly List<LogEntry>[] _entries = [.. Enumerable.Range(0, Users).Select(_ => new List<LogEntry>())];

    private static readonly Gen<Operation[]> Operations = Gen.Select(
        Gen.Int[0, 9],
        Gen.Int[0, Users - 1],
        Gen.OneOf(0, 0, 0, 0, -2, -1, 1),
        Entries.Any.Array[1, 4],
        Gen.Int[0, 6],
        Gen.Int[1, 5],
        (kind, user, offset, entries, after, limit) => new Operation(kind, user, offset, entries, after, limit)).Array[
            1, 40];

    /// <summary>Runs generated sequences; a failure prints the seed that reproduces it.</summary>
    public static async Task CheckAsync(IEventLog log, long iterations)
    {
        int run = 0;
        await Operations.SampleAsync(async operations =>
        {
            EventLogModel model = new();
            string prefix = $"run{Interlocked.Increment(ref run)}-";
            foreach (Operation operation in operations)
            {
                await model.CheckOneAsync(log, prefix + operation.User, operation);
            }
        }, iter: iterations, threads: 2);
    }

    private async Task CheckOneAsync(IEventLog log, string key, Operation operation)
    {
        List<LogEntry> mine = _entries[operation.User];
        long first = (mine.Count == 0 ? 0 : mine[^1].Sequence) + 1 + operation.Offset;
        switch (operation.Kind)
        {
            case <= 5 when first > 0:
                LogEntry[] entries = [.. operation.Entries.Select((entry, i) => entry with { Sequence = first + i })];
                Assert.Equal(
                    operation.Offset == 0 ? AppendResult.Appended : AppendResult.Fenced,
                    await log.AppendAsync(key, entries, Token));
                mine.AddRange(operation.Offset == 0 ? entries : []);
                break;
            case 6 when first > 0:
                ForgottenEntry mark = Entries.Mark(first);
                Assert.Equal(operation.Offset == 0 ? mine.Count : null, await log.EraseAsync(key, mark, Token));
                _entries[operation.User] = operation.Offset == 0 ? [mark] : mine;
                break;
            case 7:
                EventKey[] wanted =
                [
                    .. operation.Entries.Concat(mine.Take(3)).OfType<EventEntry>()
                        .Select(entry => EventKey.Of(entry.Event)),
                ];
                IEnumerable<EventKey> stored = mine.OfType<EventEntry>()
                    .Select(entry => EventKey.Of(entry.Event))
                    .Intersect(wanted);
                Assert.Equal(
                    stored.OrderBy(found => found.ToString(), StringComparer.Ordinal),
                    (await log.FindEventsAsync(key, wanted, Token))
                        .OrderBy(found => found.ToString(), StringComparer.Ordinal));
                break;
            default:
                IEnumerable<LogEntry> expected = mine.Where(
                    entry => entry.Sequence > operation.After).Take(operation.Limit);
                Assert.Equal(
                    expected.Select(Entries.Text),
                    (await log.ReadUserAsync(key, operation.After, operation.Limit, Token)).Select(Entries.Text));
                break;
        }
    }

    private sealed record Operation(int Kind, int User, int Offset, LogEntry[] Entries, int After, int Limit)
    {
        public override string ToString() =>
            $"(kind {Kind}, user {User}, offset {Offset}, {Entries.Length} entries, after {After}, limit {Limit})";
    }
}
