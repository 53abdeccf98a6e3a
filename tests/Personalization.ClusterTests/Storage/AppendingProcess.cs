using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Personalization.Abstractions.EventLog;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Identity;
using Personalization.Storage.Sqlite.Connections;
using Personalization.Storage.Sqlite.EventLog;
using Personalization.Testing;

namespace Personalization.ClusterTests.Storage;

/// <summary>
/// The process that <see cref="StoreCrashTests"/> kills: 64 writers append without end and print each acknowledgement.
/// That test starts it as a separate process with the store's path in the environment. Without the path, each writer
/// appends a few entries and the test checks the store, which proves that the writers work.
/// </summary>
public sealed class AppendingProcess
{
    public const string StoreVariable = "PERSONALIZATION_CRASH_TEST_STORE";
    public const string AckPrefix = "ack ";
    public const int Writers = 64;

    private static readonly DateTimeOffset At = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);

    private const long AppendsWhenAlive = 50;

    [Fact]
    public async Task Append_until_killed()
    {
        string? path = Environment.GetEnvironmentVariable(StoreVariable);
        using TempFolder own = new();
        await using SqliteStore store = SqliteStore.Open(
            new SqliteStorageOptions { Path = path ?? Path.Combine(own.Path, "engine.db") },
            NullLogger<SqliteStore>.Instance);
        SqliteEventLog log = new(store);
        await using Stream output = path is null ? Stream.Null : Console.OpenStandardOutput();
        long last = path is null ? AppendsWhenAlive : long.MaxValue - 2;
        await Task.WhenAll(Enumerable.Range(0, Writers)
            .Select(writer => Task.Run(() => AppendAsync(log, $"user-{writer}", last, output))));
        Assert.Equal(
            Writers * AppendsWhenAlive, (await log.ReadAllAsync(0, int.MaxValue, CancellationToken.None)).Count);
    }

    private static async Task AppendAsync(SqliteEventLog log, string user, long last, Stream output)
    {
        IReadOnlyList<LogEntry> stored = await log.ReadUserAsync(user, 0, int.MaxValue, CancellationToken.None);
        for (long next = stored.Count + 1; next < last; next += 2)
        {
            LogEntry[] entries = [Entry(user, next), Entry(user, next + 1)];
            Assert.Equal(AppendResult.Appended, await log.AppendAsync(user, entries, CancellationToken.None));
            byte[] ack = Encoding.UTF8.GetBytes(
                string.Create(CultureInfo.InvariantCulture, $"{AckPrefix}{user} {next + 1}\n"));
            lock (output)
            {
                output.Write(ack);
            }
        }
    }

    private static EventEntry Entry(string user, long sequence) => new()
    {
        Sequence = sequence,
        ReceivedAt = At,
        Event = new UserEvent
        {
            EventId = string.Create(CultureInfo.InvariantCulture, $"{user}-{sequence}"),
            UserId = UserId.Create(user),
            Type = EventTypes.View,
            ItemId = ItemId.Create("p-1"),
            OccurredAt = At,
        },
    };
}
