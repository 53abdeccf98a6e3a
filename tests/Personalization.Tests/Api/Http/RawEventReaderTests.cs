using System.Buffers;
using System.Text;
using System.Text.Json;
using CsCheck;
using Personalization.Abstractions.Events;
using Personalization.Client.Api.Events;
using Personalization.Client.Api.Http;

namespace Personalization.Tests.Api.Http;

public sealed class RawEventReaderTests
{
    [Fact]
    public void Every_field_is_read()
    {
        ParsedElement<RawEvent> read = ReadOne("""
            {"eventId":"e1","userId":"u","type":"view","itemId":"i","occurredAt":"2026-11-22T10:00:00+02:00",
             "value":2.5,"placement":"home","recommendationId":"r",
             "properties":{"colour":"red"},"order":"77",
             "lines":[{"itemId":"a","quantity":2,"price":9.9},{"itemId":"b"}]}
            """);

        RawEvent raw = read.Value!;
        Assert.Empty(read.Errors);
        Assert.Equal(
            ("e1", "u", "view", "i", 2.5, "home", "r"),
            (raw.EventId, raw.UserId, raw.Type, raw.ItemId, raw.Value, raw.Placement, raw.RecommendationId));
        Assert.Equal(new DateTimeOffset(2026, 11, 22, 8, 0, 0, TimeSpan.Zero), raw.OccurredAt);
        Assert.Equal("red", raw.Properties!["colour"]);
        Assert.Equal("77", raw.Order);
        Assert.Equal(
            [new RawOrderLine { ItemId = "a", Quantity = 2, Price = 9.9 }, new RawOrderLine { ItemId = "b" }],
            raw.Lines!);
    }

    [Fact]
    public void Unknown_and_repeated_fields_are_errors_of_their_event()
    {
        ParsedBody<RawEvent> body = Read(
            """[{"eventId":"a","item":"x"},{"eventId":"b","itmeId":{"deep":[1]},"itemId":"i","eventId":"c"}]""");
        Assert.Equal(
            ["$[0].item unknown", "$[1].itmeId unknown", "$[1].eventId duplicate"],
            body.Elements.SelectMany(element => element.Errors).Select(error => $"{error.Path} {error.Code}"));
        Assert.Equal(
            "'itmeId' is not a field. Did you mean 'itemId'? Put fields of your own under 'properties'. The fields are "
                + "eventId, userId, type, itemId, occurredAt, value, placement, recommendationId, properties, order, "
                + "lines.",
            body.Elements[1].Errors[0].Message);
        Assert.Equal("i", body.Elements[1].Value!.ItemId);
    }

    [Fact]
    public void The_unknown_fields_of_an_event_are_bounded()
    {
        string json = $"{{{string.Join(',', Enumerable.Range(0, 5_000).Select(i => $"\"f{i}\":1"))}}}";
        Assert.Equal(10, ReadOne(json).Errors.Count);
    }

    [Fact]
    public void A_time_without_an_offset_is_utc() =>
        Assert.Equal(
            new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
            ReadOne("""{"occurredAt":"2026-01-02T03:04:05"}""").Value!.OccurredAt);

    [Fact]
    public void Every_field_of_the_wrong_kind_is_listed_and_the_others_are_read()
    {
        ParsedElement<RawEvent> read = ReadOne("""
            {"eventId":5,"userId":["u"],"type":true,"itemId":"i","occurredAt":"yesterday",
             "value":"2","properties":{"a":1,"b":"x"},"placement":"\ud800"}
            """);

        Assert.Equal("i", read.Value!.ItemId);
        Assert.Equal(
            ["$.eventId", "$.userId", "$.type", "$.occurredAt", "$.value", "$.properties['a']", "$.placement"],
            read.Errors.Select(error => error.Path));
        Assert.All(read.Errors, error => Assert.Equal("malformed", error.Code));
        Assert.Equal("userId must be a string but was an array.", read.Errors[1].Message);
    }

    [Fact]
    public void An_invalid_element_does_not_reject_the_others()
    {
        ParsedBody<RawEvent> body = Read("""[{"eventId":"a"},7,null,{"\ud800":1,"eventId":"c"},{"eventId":"d"}]""");

        Assert.Equal(["a", null, null, null, "d"], body.Elements.Select(element => element.Value?.EventId));
        Assert.Equal(
            ["$[1]", "$[2]", "$[3]"], body.Elements.SelectMany(element => element.Errors).Select(error => error.Path));
    }

    [Fact]
    public void A_body_in_any_segments_gives_equal_events() =>
        Gen.Int[1, 40].Sample(size =>
        {
            byte[] whole = Encoding.UTF8.GetBytes(
                """[{"eventId":"é\n1","userId":"奈","value":1e3,"properties":{"k":"v"}},"""
                    + """{"itemId":"i","occurredAt":"2026-01-02T03:04:05Z"}]""");
            List<RawEvent> read = [.. JsonBody.Read(
                InPieces(whole, size), 10, RawEventReader.Read).Elements.Select(element => element.Value!)];
            Assert.Equal(
                ("é\n1", "奈", 1000.0, "v"),
                (read[0].EventId, read[0].UserId, read[0].Value, read[0].Properties!["k"]));
            Assert.Equal(
                ("i", new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero)), (read[1].ItemId, read[1].OccurredAt));
        });

    [Fact]
    public void Any_input_is_read_or_rejected() =>
        Gen.String[Gen.Char["{}[]:,\"\\u0dAe1 \n\tn"], 0, 40].Sample(text =>
        {
            bool isJson = IsJson(text);
            try
            {
                _ = Read(text);
                Assert.True(isJson);
            }
            catch (RequestRefusedException refused)
            {
                Assert.False(isJson);
                Assert.Equal(ProblemCode.Malformed, refused.Code);
            }
        });

    private static bool IsJson(string text)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static ParsedElement<RawEvent> ReadOne(string json) => Assert.Single(Read(json).Elements);

    private static ParsedBody<RawEvent> Read(string json) =>
        JsonBody.Read(new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(json)), 1000, RawEventReader.Read);

    private static ReadOnlySequence<byte> InPieces(byte[] whole, int size)
    {
        BytePiece first = new(whole.AsMemory(0, Math.Min(size, whole.Length)), null);
        BytePiece last = first;
        for (int at = size; at < whole.Length; at += size)
        {
            last = new BytePiece(whole.AsMemory(at, Math.Min(size, whole.Length - at)), last);
        }

        return new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length);
    }
}
