using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace Personalization.Benchmarks.Engines;

/// <summary>
/// Replays a log through <c>POST /v1/events</c> over several connections. All events of a visitor use the same
/// connection, in order.
/// </summary>
internal static class ShopImport
{
    private const int Connections = 16;
    private const int BatchSize = 500;

    /// <summary>Replays a log.</summary>
    /// <returns>The duration in seconds, and the number of events that the engine rejected.</returns>
    public static async Task<(double Seconds, long Rejected)> RunAsync(ShopLog log, EngineClient engine)
    {
        long start = TimeProvider.System.GetTimestamp();
        long[] rejected = await Task.WhenAll(Enumerable.Range(0, Connections).Select(async lane =>
        {
            long count = 0;
            foreach (int[] batch in Enumerable.Range(0, log.Events.Length)
                .Where(i => log.Events[i].Visitor % Connections == lane)
                .Chunk(BatchSize))
            {
                count += await engine.PostEventsAsync(Render(log, batch));
            }

            return count;
        }));
        return (TimeProvider.System.GetElapsedTime(start).TotalSeconds, rejected.Sum());
    }

    private static ReadOnlyMemory<byte> Render(ShopLog log, int[] batch)
    {
        ArrayBufferWriter<byte> buffer = new(BatchSize * 160);
        using Utf8JsonWriter writer = new(buffer);
        writer.WriteStartArray();
        foreach (int line in batch)
        {
            LoggedEvent logged = log.Events[line];
            writer.WriteStartObject();
            writer.WriteString("eventId", string.Create(CultureInfo.InvariantCulture, $"line-{line + 2}"));
            writer.WriteString("userId", logged.Visitor.ToString(CultureInfo.InvariantCulture));
            writer.WriteString("type", logged.Type);
            writer.WriteString("itemId", logged.Item.ToString(CultureInfo.InvariantCulture));
            writer.WriteString("occurredAt", DateTimeOffset.FromUnixTimeSeconds(logged.Time));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.Flush();
        return buffer.WrittenMemory;
    }
}
