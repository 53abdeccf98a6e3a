using CsCheck;
using Personalization.Engine.DataQuality;

namespace Personalization.Tests.Engine.DataQuality;

public sealed class KeyHistoryCodecTests
{
    private static readonly string[] Names = ["received", "type:view", "type:ö", "value:2"];

    private static readonly Gen<KeyHistory> Histories = Gen.Select(
        Gen.Long[0, 1_000_000], Gen.Int[1, 3_600], Gen.Int[0, 1_000_000].Array[4]).Array[0, 20].Select(windows =>
    {
        KeyHistory history = new();
        foreach ((long hour, int seconds, int[] counts) in windows.DistinctBy(window => window.Item1))
        {
            history.Add(hour, seconds, Names.Zip(counts, KeyValuePair.Create).Where(count => count.Value % 3 != 0));
        }

        return history;
    });

    [Fact]
    public void A_history_survives_a_round_trip() => Histories.Sample(history =>
    {
        KeyHistory read = KeyHistoryCodec.Decode(KeyHistoryCodec.Encode(history));

        Assert.Equal(Facts(history), Facts(read));
        Assert.Equal(history.MonitoredTime, read.MonitoredTime);
    });

    [Fact]
    public void A_truncated_history_or_one_of_a_later_version_is_refused()
    {
        KeyHistory history = new();
        history.Add(490_000, 60, [KeyValuePair.Create("received", 1_000)]);
        byte[] bytes = KeyHistoryCodec.Encode(history);

        for (int length = 1; length < bytes.Length; length++)
        {
            Assert.Throws<InvalidDataException>(() => KeyHistoryCodec.Decode(bytes[..length]));
        }

        bytes[0] = 2;
        Assert.Contains(
            "has format 2",
            Assert.Throws<InvalidDataException>(() => KeyHistoryCodec.Decode(bytes)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_month_of_a_busy_client_is_small()
    {
        SimulatedClient client = new(1, 2_000_000);
        KeyHistory history = new();
        for (int hour = 0; hour < 28 * 24; hour++)
        {
            history.Add(
                490_000 + hour,
                3_600,
                client.Next(DateTimeOffset.FromUnixTimeSeconds((490_000L + hour) * 3_600), 3_600));
        }

        Assert.InRange(KeyHistoryCodec.Encode(history).Length, 10_000, 40_000);
    }

    private static IEnumerable<string> Facts(KeyHistory history) =>
        history.Cells.Select(cell => $"{cell.Key} {cell.Value.Seconds} {Facts(cell.Value)}");

    private static string Facts(HourCell cell) => string.Join(
        ' ',
        cell.Counts
            .OrderBy(count => count.Key, StringComparer.Ordinal)
            .Select(count => $"{count.Key}={count.Value}"));
}
