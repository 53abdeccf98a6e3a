using System.Globalization;
using Personalization.Abstractions.DataQuality;
using Personalization.Abstractions.Events;

namespace Personalization.Tests.Api.Edge;

/// <summary>The API's data-quality counters.</summary>
public sealed class EventQualityCounterTests
{
    private const string Writer = "writer-0123456789";

    [Theory]
    [InlineData("""{"eventId":"e","userId":"u","type":"view","item":"i"}""", "reject:itemId:required")]
    [InlineData(
        """{"eventId":"e","userId":"u","type":"view","itemId":"i","occurredAt":1764110000000}""",
        "reject:occurredAt:malformed")]
    [InlineData(
        """{"eventId":"e","userId":"u","type":"view","itemId":"i","occurredAt":"1970-01-20T10:00:00Z"}""",
        "reject:occurredAt:outOfRange")]
    [InlineData("""{"eventId":"e","userId":"u","type":"stare","itemId":"i"}""", "reject:type:unknown")]
    public async Task An_invalid_event_is_counted_under_its_first_error(string body, string reason)
    {
        Assert.Equal($"received=1 {reason}=1 rejected=1", await CountAsync(EventStatus.Accepted, body));
    }

    [Fact]
    public async Task A_valid_event_is_counted_by_its_fields()
    {
        string at = TimeProvider.System.GetUtcNow().AddMinutes(-5).ToString("O", CultureInfo.InvariantCulture);
        string body = $$"""
            [{"eventId":"e","userId":"u","type":"purchase","itemId":"i","value":79.9,"recommendationId":"r",
              "occurredAt":"{{at}}"},
             {"eventId":"f","userId":"u","type":"view","itemId":"i"},
             {"eventId":"g"}]
            """;

        Assert.Equal(
            "field:occurredAt=1 field:recommendationId=1 field:value=1 lag:late=1 received=3 reject:userId:required=1 "
                + "rejected=1 type:purchase=1 type:view=1 value:2=1",
            await CountAsync(EventStatus.Accepted, body));
    }

    [Fact]
    public async Task A_duplicate_event_is_counted_as_duplicate() =>
        Assert.Equal(
            "duplicates=1 received=1 type:view=1",
            await CountAsync(EventStatus.Duplicate, """{"eventId":"e","userId":"u","type":"view","itemId":"i"}"""));

    [Fact]
    public async Task An_event_that_the_store_did_not_accept_is_not_counted()
    {
        await using EdgeServer server = await EdgeServer.StartAsync([new ScriptedUser()]);
        _ = await server.SendAsync(
            HttpMethod.Post, "/v1/events", """{"eventId":"e","userId":"u","type":"view","itemId":"i"}""");

        Assert.Empty(server.Tallies.Drain());
    }

    [Fact]
    public async Task Events_are_counted_and_stored_under_their_key_name()
    {
        string? source = null;
        ScriptedUser user = new()
        {
            OnRecord = events =>
            {
                source = events[0].Source;
                return new([new EventAck(EventStatus.Accepted, 1)]);
            },
        };
        await using EdgeServer server = await EdgeServer.StartAsync(
            [user], ("Keys:0:Key", Writer), ("Keys:0:Role", "write"), ("Keys:0:Name", "web"));
        _ = await server.SendAsync(
            HttpMethod.Post, "/v1/events", """{"eventId":"e","userId":"u","type":"view","itemId":"i"}""", key: Writer);

        Assert.Equal("web", source);
        Assert.Equal("web", Assert.Single(server.Tallies.Drain()).Key);
    }

    private static async Task<string> CountAsync(EventStatus status, string body)
    {
        await using EdgeServer server = await EdgeServer.StartAsync(
            [new ScriptedUser { OnRecord = events => new([.. events.Select(_ => new EventAck(status, 1))]) }]);
        _ = await server.SendAsync(HttpMethod.Post, "/v1/events", body);
        KeyCounts counted = Assert.Single(server.Tallies.Drain());
        Assert.Equal(DataQualityCounters.NoKey, counted.Key);
        return string.Join(' ', counted.Counts.OrderBy(
            count => count.Key, StringComparer.Ordinal).Select(count => $"{count.Key}={count.Value}"));
    }
}
