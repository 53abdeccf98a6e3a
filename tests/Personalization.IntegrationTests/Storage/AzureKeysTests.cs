using CsCheck;
using Personalization.Abstractions.Identity;
using Personalization.Storage.Azure.Connections;
using Personalization.Storage.Azure.EventLog;
using Personalization.Testing.EventLog;

namespace Personalization.IntegrationTests.Storage;

public sealed class AzureKeysTests
{
    [Fact]
    public void Every_user_has_a_unique_and_valid_partition_key()
    {
        Gen<string> keys = Gen.OneOf(
            Entries.Identifiers,
            Entries.Identifiers.Select(id => UserKey.Encode(UserId.Create(id))),
            Gen.Char['a', 'b'].Array[300, 302].Select(chars => new string(chars)));
        keys.Array[2, 40].Sample(some =>
        {
            string[] distinct = [.. some.Distinct(StringComparer.Ordinal)];
            string[] partitions = [.. distinct.Select(TableKeys.Partition)];
            Assert.Equal(distinct.Length, partitions.Distinct(StringComparer.Ordinal).Count());
            Assert.All(partitions, partition => Assert.True(
                partition.Length <= 512 && partition.All(c => char.IsAsciiLetterOrDigit(c) || "-_.~!".Contains(c)),
                partition));
        });
    }

    [Fact]
    public void The_longest_encoded_id_is_used_as_the_partition_key()
    {
        string key = UserKey.Encode(UserId.Create(string.Concat(Enumerable.Repeat("🛒", 100))));
        Assert.Equal(UserKey.MaxLength, key.Length);
        Assert.Equal(key, TableKeys.Partition(key));
    }

    [Fact]
    public void Positions_and_their_row_keys_sort_by_time()
    {
        DateTimeOffset at = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);
        Gen.Select(Gen.Long[0, 10L * 365 * 24 * 3_600_000], Gen.Long[1, 1000]).Sample((milliseconds, later) =>
        {
            long position = LogPosition.InRandomSlot(LogPosition.At(at.AddMilliseconds(milliseconds)));
            long next = LogPosition.InRandomSlot(LogPosition.At(at.AddMilliseconds(milliseconds + later)));
            Assert.True(position > 0 && position + LogPosition.MaxEntries <= next);
            Assert.Equal(position, LogPosition.GroupOf(position + LogPosition.MaxEntries - 1));
            Assert.True(LogPosition.MillisecondAfter(position) > position + LogPosition.MaxEntries - 1);
            string Row(long number) => LogPosition.Partition(number) + TableKeys.Number(number);
            Assert.True(string.CompareOrdinal(Row(position), Row(next)) < 0);
        });
    }

    [Theory]
    [InlineData(0, 0.2, 0.1, 0)]
    [InlineData(0, 0.9, -0.8, 0)]
    [InlineData(0, 0.2, 7, 6.8)]
    [InlineData(0, 0.2, -7, -6)]
    public void The_clock_is_corrected_only_within_the_bounds_of_an_answer(
        double sent, double received, double date, double corrected)
    {
        ShiftedTime time = new();
        ServiceClock clock = new(time);
        DateTimeOffset start = time.GetUtcNow();
        clock.Observe(start.AddSeconds(sent), start.AddSeconds(received), start.AddSeconds(date));
        Assert.Equal(corrected, (clock.UtcNow - time.GetUtcNow()).TotalSeconds, 0.01);
    }
}
