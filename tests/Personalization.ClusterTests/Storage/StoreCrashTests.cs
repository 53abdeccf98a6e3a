using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Personalization.Abstractions.EventLog;
using Personalization.Storage.Sqlite.Connections;
using Personalization.Storage.Sqlite.EventLog;
using Personalization.Testing.Journal;

namespace Personalization.ClusterTests.Storage;

/// <summary>
/// Kills a process that writes to the embedded store, many times, and checks for all acknowledged entries.
/// </summary>
public sealed class StoreCrashTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("personalization-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Every_acknowledged_entry_is_stored_once_after_each_kill()
    {
        int seed = (int)(TimeProvider.System.GetTimestamp() & 0xFFFF);
        TestContext.Current.SendDiagnosticMessage($"seed {seed}");
        Random random = new(seed);
        SqliteStorageOptions options = new() { Path = Path.Combine(_folder, "store.db") };
        Dictionary<string, long> acknowledged = [];
        for (int kill = 0; kill < 5; kill++)
        {
            await AppendAndKillAsync(options, acks: random.Next(200, 3000), acknowledged);
            await using SqliteStore store = SqliteStore.Open(options, NullLogger<SqliteStore>.Instance);
            await CheckAsync(new SqliteEventLog(store), acknowledged, seed);
        }
    }

    private static async Task AppendAndKillAsync(
        SqliteStorageOptions options, int acks, Dictionary<string, long> acknowledged)
    {
        using Process process = Start(options.Path);
        int count = 0;
        bool killed = false;
        while (await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            // Lines in the pipe after the kill are acknowledged too. No line is cut: a short write enters a pipe whole.
            string[] parts = line.Split(' ');
            if (line.StartsWith(AppendingProcess.AckPrefix, StringComparison.Ordinal) && parts.Length == 3)
            {
                acknowledged[parts[1]] = long.Parse(parts[2], CultureInfo.InvariantCulture);
                count++;
            }

            if (count == acks && !killed)
            {
                // The store refuses a second owner while the first one lives, also from another process.
                IOException error = Assert.Throws<IOException>(
                    () => SqliteStore.Open(options, NullLogger<SqliteStore>.Instance));
                Assert.Contains("in use by another process", error.Message, StringComparison.Ordinal);
                process.Kill();
                killed = true;
            }
        }

        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(killed, $"The process ended by itself after {count} acknowledgements: "
            + $"{await process.StandardError.ReadToEndAsync()}");
    }

    private static Process Start(string store)
    {
        ProcessStartInfo start =
            new(Environment.ProcessPath!) { RedirectStandardOutput = true, RedirectStandardError = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
        {
            start.ArgumentList.Add(typeof(StoreCrashTests).Assembly.Location);
        }

        foreach (string argument in new[]
        {
            "-method",
            $"{typeof(AppendingProcess).FullName}.{nameof(AppendingProcess.Append_until_killed)}"
        })
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment[AppendingProcess.StoreVariable] = store;
        _ = start.Environment.Remove(TestJournal.Variable); // its test never ends
        return Process.Start(start)!;
    }

    private static async Task CheckAsync(SqliteEventLog log, Dictionary<string, long> acknowledged, int seed)
    {
        Assert.Equal(AppendingProcess.Writers, acknowledged.Count);
        CancellationToken token = TestContext.Current.CancellationToken;
        _ = await log.FinishErasuresAsync(token);
        IReadOnlyList<LogRecord> all = await log.ReadAllAsync(0, int.MaxValue, token);
        foreach (IGrouping<string, LogRecord> user in all.GroupBy(record => record.UserKey))
        {
            long[] sequences = [.. user.Select(record => record.Entry.Sequence)];
            bool isErased = AppendingProcess.IsErasing(user.Key) && user.First().Entry is ForgottenEntry;
            long first = isErased ? sequences[0] : 1;
            Assert.Equal(Enumerable.Range(0, sequences.Length).Select(n => first + n), sequences);
            Assert.All(user.Skip(isErased ? 1 : 0), record => Assert.Equal(
                $"{record.UserKey}-{record.Entry.Sequence}", ((EventEntry)record.Entry).Event.EventId));
            Assert.True(
                sequences[^1] >= acknowledged[user.Key],
                $"seed {seed}: {user.Key} has {sequences[^1]} entries, {acknowledged[user.Key]} were acknowledged");
            Assert.Equal(isErased ? 1 : 0, sequences.Length % 2);
            Assert.Equal(
                sequences,
                (await log.ReadUserAsync(user.Key, 0, int.MaxValue, token)).Select(entry => entry.Sequence));
        }

        Assert.Equal(AppendingProcess.Writers, all.Select(record => record.UserKey).Distinct().Count());
    }
}
