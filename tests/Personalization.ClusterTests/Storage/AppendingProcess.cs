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

    /// <summary>The last writers also erase their user again and again.</summary>
    public const int Erasing = 4;

    private const int EntriesBetweenErasures = 40;

    private static readonly DateTimeOffset At = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);

    private const long AppendsWhenAlive = 50;

    [Fact]
    public async Task Append_until_killed()
    {
        string? path = Environment.GetEnvironmentVariable(StoreVariable);
        using TempFolder own = new();
        await using SqliteStore store = SqliteStore.Open(
            new SqliteStorageOptions { Path = path ?? Path.Combine(own.Path, "engine.db"), IndexBatchEntries = 500 },
            NullLogger<SqliteStore>.Instance);
        SqliteEventLog log = new(store);
        await using Stream output = path is null ? Stream.Null : Console.OpenStandardOutput();
        long last = path is null ? AppendsWhenAlive : long.MaxValue - 2;
        await Task.WhenAll(Enumerable.Range(0, Writers)
            .Select(writer => Task.Run(() => AppendAsync(log, writer, last, output))));
        IReadOnlyList<LogRecord> all = await log.ReadAllAsync(0, int.MaxValue, CancellationToken.None);
        Assert.Equal(
            (Writers - Erasing) * AppendsWhenAlive, all.Count(record => !IsErasing(record.UserKey)));
        Assert.All(
            all.Where(record => IsErasing(record.UserKey)).GroupBy(record => record.UserKey),
            user => Assert.IsType<ForgottenEntry>(user.First().Entry));
    }

    /// <summary>Gets whether the writer of a user also erases it.</summary>
    public static bool IsErasing(string user) =>
        int.Parse(user["user-".Length..], CultureInfo.InvariantCulture) >= Writers - Erasing;

    private static async Task AppendAsync(SqliteEventLog log, int writer, long last, Stream output)
    {
        string user = $"user-{writer}";
        IReadOnlyList<LogEntry> stored = await log.ReadUserAsync(user, 0, int.MaxValue, CancellationToken.None);
        long erased = stored.Count == 0 ? 0 : stored[0].Sequence;
        for (long next = stored.Count == 0 ? 1 : stored[^1].Sequence + 1; next < last;)
        {
            if (IsErasing(user) && next - erased >= EntriesBetweenErasures)
            {
                ForgottenEntry mark = new() { Sequence = next, ReceivedAt = At };
                Assert.NotNull(await log.EraseAsync(user, mark, CancellationToken.None));
                Acknowledge(output, user, erased = next++);
                continue;
            }

            LogEntry[] entries = [Entry(user, next), Entry(user, next + 1)];
            Assert.Equal(AppendResult.Appended, await log.AppendAsync(user, entries, CancellationToken.None));
            Acknowledge(output, user, next + 1);
            next += 2;
        }
    }

    private static void Acknowledge(Stream output, string user, long sequence)
    {
        byte[] ack = Encoding.UTF8.GetBytes(
            string.Create(CultureInfo.InvariantCulture, $"{AckPrefix}{user} {sequence}\n"));
        lock (output)
        {
            output.Write(ack);
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
