using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using Personalization.Client.Api.Http;

namespace Personalization.Client.Api.Streams;

/// <summary>Writes server-sent events (WHATWG HTML, section 9.2). Data is one line of JSON.</summary>
internal static class SseWriter
{
    /// <summary>The media type of the response.</summary>
    public const string MediaType = "text/event-stream";

    private const int MaxDigits = 20;

    /// <summary>Starts the response.</summary>
    public static void Start(HttpContext context)
    {
        JsonResponse.Start(context, StatusCodes.Status200OK, MediaType);
        context.Response.Headers["X-Accel-Buffering"] = "no"; // nginx must not collect the events
    }

    /// <summary>Starts an event. The caller writes its data without a line break, then <see cref="End"/>.</summary>
    public static void Begin(PipeWriter body, ReadOnlySpan<byte> name, long id)
    {
        Span<byte> number = stackalloc byte[MaxDigits];
        _ = id.TryFormat(number, out int length, provider: CultureInfo.InvariantCulture);
        body.Write("id: "u8);
        body.Write(number[..length]);
        body.Write("\nevent: "u8);
        body.Write(name);
        body.Write("\ndata: "u8);
    }

    /// <summary>Ends an event.</summary>
    public static void End(PipeWriter body) => body.Write("\n\n"u8);

    /// <summary>Writes a whole event without an id.</summary>
    public static void Whole(PipeWriter body, string name, string json) =>
        body.Write(Encoding.UTF8.GetBytes($"event: {name}\ndata: {json}\n\n"));

    /// <summary>Writes the time after which a client connects again.</summary>
    public static void Retry(PipeWriter body, int milliseconds) =>
        body.Write(Encoding.UTF8.GetBytes($"retry: {milliseconds.ToString(CultureInfo.InvariantCulture)}\n\n"));

    /// <summary>Writes a comment, which clients ignore.</summary>
    public static void Heartbeat(PipeWriter body) => body.Write(":\n\n"u8);
}
