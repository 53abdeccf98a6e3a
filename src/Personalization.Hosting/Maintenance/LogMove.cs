using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Personalization.Abstractions.EventLog;

namespace Personalization.Hosting.Maintenance;

/// <summary>Copies the event log, and finds the new positions of given old ones.</summary>
/// <remarks>
/// Positions differ between stores, but followers store theirs. All entries up to a stored position are acknowledged
/// before the next entry is appended, so the position of the last of them is the new position.
/// </remarks>
internal sealed class LogMove(IEventFeed from, MoveTarget to, TimeProvider time)
{
    private const int PageEntries = 2_000;

    /// <summary>The most entries of one append: small enough for one Azure transaction.</summary>
    private const int AppendEntries = 100;

    /// <summary>Separates the appends before and after a stored position; longer than a tick of a store's
    /// clock.</summary>
    private static readonly TimeSpan Gap = TimeSpan.FromMilliseconds(50);

    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);

    /// <summary>The most reads in a row without an entry; longer than the largest delay of a feed.</summary>
    private const int MostWaits = 600;

    private readonly Dictionary<string, long> _lastOf = new(StringComparer.Ordinal);
    private readonly LogDigest _sent = new();

    /// <summary>Number of copied entries.</summary>
    public long Entries => _sent.Entries;

    /// <summary>Copies all entries.</summary>
    /// <param name="positions">Positions in the source.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>The number of entries up to each position.</returns>
    public async Task<Dictionary<long, long>> CopyAsync(
        IEnumerable<long> positions, CancellationToken cancellationToken)
    {
        Dictionary<long, long> counts = [];
        long position = 0;
        foreach (long cut in positions.Where(cut => cut > 0).Distinct().Order().Append(long.MaxValue))
        {
            position = await CopyUntilAsync(position, cut, cancellationToken);
            counts[cut] = Entries;
            await Task.Delay(Gap, time, cancellationToken);
        }

        return counts;
    }

    /// <summary>Reads the copy back, compares it with the source, and finds positions.</summary>
    /// <param name="counts">Numbers of entries by old position.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>The new positions by old position.</returns>
    /// <exception cref="MaintenanceException">The copy differs from the source.</exception>
    public async Task<Dictionary<long, long>> VerifyAsync(
        IReadOnlyDictionary<long, long> counts, CancellationToken cancellationToken)
    {
        ILookup<long, long> cuts = counts.ToLookup(cut => cut.Value, cut => cut.Key);
        Dictionary<long, long> positions = counts.Where(cut => cut.Value == 0).ToDictionary(cut => cut.Key, _ => 0L);
        LogDigest read = new();
        long position = 0;
        int waits = 0;
        while (read.Entries < Entries)
        {
            IReadOnlyList<LogRecord> page = await to.Feed.ReadAllAsync(position, PageEntries, cancellationToken);
            foreach (LogRecord record in page)
            {
                read.Add(record);
                position = record.Position;
                foreach (long cut in cuts[read.Entries])
                {
                    positions[cut] = position;
                }
            }

            // The feed of a cluster's store shows entries with a delay.
            waits = page.Count > 0 ? 0 : waits + 1;
            if (waits > MostWaits)
            {
                throw new MaintenanceException($"The target shows {read.Entries} of {Entries} copied entries. Empty "
                    + "the target and try again.");
            }

            if (waits > 0)
            {
                await Task.Delay(Poll, time, cancellationToken);
            }
        }

        return read.Equals(_sent)
            ? positions
            : throw new MaintenanceException("The copied log differs from the source. Empty the target and try again.");
    }

    private async Task<long> CopyUntilAsync(long after, long cut, CancellationToken cancellationToken)
    {
        while (true)
        {
            IReadOnlyList<LogRecord> page = await from.ReadAllAsync(after, PageEntries, cancellationToken);
            LogRecord[] part = [.. page.TakeWhile(record => record.Position <= cut)];
            await Task.WhenAll(part.GroupBy(record => record.UserKey, StringComparer.Ordinal).Select(
                user => AppendAsync(user.Key, [.. user.Select(record => record.Entry)], cancellationToken)));
            foreach (LogRecord record in part)
            {
                _sent.Add(record);
                _lastOf[record.UserKey] = record.Entry.Sequence;
                after = record.Position;
            }

            if (part.Length < PageEntries)
            {
                return after;
            }
        }
    }

    private async Task AppendAsync(string user, LogEntry[] entries, CancellationToken cancellationToken)
    {
        long first = entries[0].Sequence;
        if (!_lastOf.ContainsKey(user) && first > 1)
        {
            await to.Seed.SeedAsync(user, first - 1, cancellationToken);
        }

        foreach (LogEntry[] some in entries.Chunk(AppendEntries))
        {
            if (await to.Log.AppendAsync(user, some, cancellationToken) == AppendResult.Fenced)
            {
                throw new MaintenanceException("Another process writes to the target. Stop it and try again.");
            }
        }
    }

    /// <summary>Counts entries and adds their hashes, whatever their order.</summary>
    private sealed class LogDigest : IEquatable<LogDigest>
    {
        private ulong _sum;

        public long Entries { get; private set; }

        public void Add(LogRecord record)
        {
            using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            hash.AppendData(Encoding.UTF8.GetBytes(record.UserKey));
            Span<byte> sequence = stackalloc byte[sizeof(long)];
            BinaryPrimitives.WriteInt64LittleEndian(sequence, record.Entry.Sequence);
            hash.AppendData(sequence);
            hash.AppendData(LogEntryCodec.Encode(record.Entry));
            _sum += BinaryPrimitives.ReadUInt64LittleEndian(hash.GetHashAndReset());
            Entries++;
        }

        public bool Equals(LogDigest? other) => other is not null && (Entries, _sum) == (other.Entries, other._sum);

        public override bool Equals(object? obj) => Equals(obj as LogDigest);

        public override int GetHashCode() => HashCode.Combine(Entries, _sum);
    }
}
