using System.Text;
using Personalization.Benchmarks.Load;

namespace Personalization.IntegrationTests.Load;

public sealed class AnswerBufferTests
{
    private const string Sized = "HTTP/1.1 200 OK\r\ncontent-length: 5\r\nConnection: close\r\n\r\nhello";
    private const string Chunked =
        "HTTP/1.1 202 Accepted\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\nA;x=y\r\n, chunked!\r\n0\r\n\r\n";
    private const string Empty = "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n";

    [Theory]
    [InlineData(Sized, 200, "hello", true)]
    [InlineData(Chunked, 202, "hello, chunked!", false)]
    [InlineData(Empty, 503, "", false)]
    public void A_response_is_complete_exactly_at_its_last_byte_for_any_split(
        string text, int status, string body, bool closes)
    {
        byte[] bytes = Encoding.ASCII.GetBytes(text);
        for (int piece = 1; piece <= bytes.Length; piece++)
        {
            AnswerBuffer buffer = new();
            for (int i = 0; i < bytes.Length; i += piece)
            {
                int count = Math.Min(piece, bytes.Length - i);
                bytes.AsSpan(i, count).CopyTo(buffer.Room());
                Assert.Equal(i + count == bytes.Length, buffer.Take(count));
            }

            Assert.Equal((status, body, closes), (buffer.Status, Encoding.ASCII.GetString(buffer.Body), buffer.Closes));
        }
    }

    [Fact]
    public void A_response_does_not_see_the_previous_one()
    {
        AnswerBuffer buffer = new();
        foreach (string text in new[] { Chunked, Sized, Empty, Chunked })
        {
            buffer.Clear();
            Encoding.ASCII.GetBytes(text).CopyTo(buffer.Room());
            Assert.True(buffer.Take(text.Length));
            Assert.Equal(text == Sized, buffer.Closes);
            Assert.Equal(text == Empty ? 0 : text == Sized ? 5 : 15, buffer.Body.Length);
        }
    }

    [Fact]
    public void A_body_larger_than_the_buffer_fits()
    {
        AnswerBuffer buffer = new();
        byte[] bytes = Encoding.ASCII.GetBytes(
            $"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n{new string('x', 100_000)}");
        bool whole = false;
        for (int i = 0; i < bytes.Length;)
        {
            Span<byte> room = buffer.Room();
            int count = Math.Min(room.Length, bytes.Length - i);
            bytes.AsSpan(i, count).CopyTo(room);
            whole = buffer.Take(count);
            i += count;
        }

        Assert.True(whole);
        Assert.Equal(100_000, buffer.Body.Length);
    }

    [Theory]
    [InlineData("SSH-2.0-OpenSSH\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n")]
    public void Anything_else_is_refused(string text)
    {
        AnswerBuffer buffer = new();
        Encoding.ASCII.GetBytes(text).CopyTo(buffer.Room());

        _ = Assert.Throws<FormatException>(() => buffer.Take(text.Length));
    }
}
