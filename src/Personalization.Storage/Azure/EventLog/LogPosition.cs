using System.Globalization;
using System.Security.Cryptography;

namespace Personalization.Storage.Azure.EventLog;

/// <summary>
/// Position in the whole log: the millisecond in which the group was announced (41 bits, since 2020), a slot that
/// separates the groups of one millisecond (10 bits), and the index of the entry in its group (12 bits).
/// </summary>
internal static class LogPosition
{
    /// <summary>Maximum number of entries in a group, and therefore in an append.</summary>
    public const int MaxEntries = 1 << OrdinalBits;

    private const int SlotBits = 10;
    private const int OrdinalBits = 12;
    private const long MillisecondsPerHour = 3_600_000;

    private static readonly DateTimeOffset Start = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Gets the first position of a millisecond.</summary>
    public static long At(DateTimeOffset time) =>
        Math.Max(0, (long)(time - Start).TotalMilliseconds) << (SlotBits + OrdinalBits);

    /// <summary>
    /// Gets a group position in the millisecond of <paramref name="earliest"/>, in a random slot to avoid collisions.
    /// </summary>
    public static long InRandomSlot(long earliest) =>
        (MillisecondOf(earliest) << (SlotBits + OrdinalBits))
        | ((long)RandomNumberGenerator.GetInt32(1 << SlotBits) << OrdinalBits);

    /// <summary>Gets the first position of the millisecond after a position.</summary>
    public static long MillisecondAfter(long position) => (MillisecondOf(position) + 1) << (SlotBits + OrdinalBits);

    /// <summary>Gets the position of the group that an entry belongs to.</summary>
    public static long GroupOf(long position) => position & ~(MaxEntries - 1L);

    /// <summary>Gets the partition key of a group: its hour.</summary>
    public static string Partition(long position) =>
        (MillisecondOf(position) / MillisecondsPerHour).ToString("D7", CultureInfo.InvariantCulture);

    private static long MillisecondOf(long position) => position >> (SlotBits + OrdinalBits);
}
