using System.Buffers;
using System.Text;
using Personalization.Abstractions.Events;
using Personalization.Client.Api.Events;
using Personalization.Client.Api.Http;

namespace Personalization.Tests.Api.Events;

public sealed class OrderLinesTests
{
    [Fact]
    public void Each_line_of_an_order_becomes_an_event()
    {
        List<(int Index, ParsedElement<RawEvent> Element)> events = Expand(
            """
            [{"eventId":"v","userId":"u","type":"view","itemId":"i"},
             {"eventId":"o","userId":"u","type":"purchase","order":"77","properties":{"channel":"app"},
              "lines":[{"itemId":"a","quantity":2,"price":9.9},{"itemId":"b","price":5},{"itemId":"c"}]}]
            """);

        Assert.Equal(
            [
                "0 v i  ",
                "1 o#1 a 19.8 channel=app,orderId=77,price=9.9,quantity=2",
                "1 o#2 b 5 channel=app,orderId=77,price=5",
                "1 o#3 c  channel=app,orderId=77",
            ],
            events.Select(line => TextOf(line.Index, line.Element.Value!)));
        Assert.Equal(["$[0]", "$[1].lines[0]", "$[1].lines[1]", "$[1].lines[2]"], events.Select(e => e.Element.Path));
        Assert.All(events, line => Assert.Empty(line.Element.Errors));
    }

    [Fact]
    public void The_order_of_a_single_event_becomes_its_property() =>
        Assert.Equal(
            "0 e i  orderId=77",
            TextOf(0, Assert.Single(Expand("""{"eventId":"e","itemId":"i","order":"77"}""")).Element.Value!));

    [Theory]
    [InlineData("""{"lines":[]}""", "$.lines required")]
    [InlineData("""{"itemId":"i","value":3,"lines":[{"itemId":"a"}]}""", "$.itemId invalid,$.value invalid")]
    [InlineData(
        """{"lines":[{"itemId":"a","quantity":0},{"itemId":"b","price":-1}]}""",
        "$.lines[0].quantity outOfRange,$.lines[1].price outOfRange")]
    [InlineData("""{"lines":[{"itemId":"a","qty":1},7]}""", "$.lines[0].qty unknown,$.lines[1] malformed")]
    [InlineData(
        """{"itemId":"i","order":"1","properties":{"orderId":"2"}}""", "$.properties['orderId'] duplicate")]
    public void A_wrong_order_lists_its_errors(string json, string errors) =>
        Assert.Equal(
            errors,
            string.Join(',', Assert.Single(Expand(json)).Element.Errors.Select(error => $"{error.Path} {error.Code}")));

    [Fact]
    public void More_lines_than_events_of_a_request_are_refused()
    {
        string lines = string.Join(',', Enumerable.Range(0, 150).Select(i => $$"""{"itemId":"i{{i}}"}"""));
        string order = $$"""{"eventId":"o","lines":[{{lines}}]}""";
        Assert.Equal(150, Expand($"[{order}]").Count);
        Assert.Equal(
            ProblemCode.TooLarge, Assert.Throws<RequestRefusedException>(() => Expand($"[{order},{order}]")).Code);
    }

    private static string TextOf(int index, RawEvent raw) => FormattableString.Invariant(
        $"{index} {raw.EventId} {raw.ItemId} {raw.Value} ")
        + string.Join(',', (raw.Properties ?? new Dictionary<string, string?>())
            .OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}={pair.Value}"));

    private static List<(int Index, ParsedElement<RawEvent> Element)> Expand(string json)
    {
        ParsedBody<RawEvent> body = JsonBody.Read(
            new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(json)), 1000, RawEventReader.Read);
        Assert.True(OrderLines.IsUsedBy(body));
        return OrderLines.Expand(body, 200);
    }
}
