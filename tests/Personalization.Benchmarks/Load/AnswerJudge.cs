using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Personalization.Benchmarks.Load;

/// <summary>Classifies answers; it reads only the parts of the body that it needs.</summary>
internal static class AnswerJudge
{
    private static readonly string[] Levels = ["fresh", "cached", "segment", "popular", "static"];
    private static readonly byte[][] LevelBytes = [.. Levels.Select(Encoding.ASCII.GetBytes)];

    /// <summary>Classifies a complete answer.</summary>
    public static Verdict Judge(OperationKind kind, int status, ReadOnlySpan<byte> body) => (kind, status) switch
    {
        (OperationKind.Read, 200) => JudgeList(body),
        (OperationKind.Event or OperationKind.Batch, 202) => JudgeEvents(body),
        _ => new Verdict(NameOf(status, body), Served: false, TryAgain: status is 429 or >= 500),
    };

    /// <summary>Gets the indexes of the acknowledged events of a partly accepted request.</summary>
    public static IEnumerable<int> AcknowledgedIn(ReadOnlySpan<byte> body)
    {
        List<int> found = [];
        Utf8JsonReader reader = new(body);
        int index = -1;
        while (reader.Read() && !(reader.CurrentDepth == 1 && reader.TokenType == JsonTokenType.EndArray))
        {
            if (reader is not { CurrentDepth: 3, TokenType: JsonTokenType.PropertyName })
            {
                continue;
            }

            if (reader.ValueTextEquals("index"u8) && reader.Read())
            {
                index = reader.GetInt32();
            }
            else if (reader.ValueTextEquals("status"u8)
                && reader.Read()
                && (reader.ValueTextEquals("accepted"u8) || reader.ValueTextEquals("duplicate"u8)))
            {
                found.Add(index);
            }
        }

        return found;
    }

    private static Verdict JudgeList(ReadOnlySpan<byte> body)
    {
        // Search from the end: the text after the items is short. Quotes in ids are escaped, so an id cannot contain
        // the mark.
        ReadOnlySpan<byte> mark = "\"fallbackLevel\":\""u8;
        int at = body.LastIndexOf(mark);
        if (at >= 0)
        {
            ReadOnlySpan<byte> rest = body[(at + mark.Length)..];
            for (int i = 0; i < LevelBytes.Length; i++)
            {
                if (rest.StartsWith(LevelBytes[i]) && rest[LevelBytes[i].Length..].StartsWith("\""u8))
                {
                    return new Verdict(Levels[i], Served: true, TryAgain: false);
                }
            }
        }

        return new Verdict("200 without a fallback level", Served: false, TryAgain: false);
    }

    private static Verdict JudgeEvents(ReadOnlySpan<byte> body)
    {
        int at = body.LastIndexOf("],\"accepted\":"u8);
        if (at < 0)
        {
            return new Verdict("202 without counts", Served: false, TryAgain: false);
        }

        ReadOnlySpan<byte> rest = body[at..];
        int accepted = CountAfter(rest, "\"accepted\":"u8);
        int duplicates = CountAfter(rest, "\"duplicates\":"u8);
        int rejected = CountAfter(rest, "\"rejected\":"u8);
        int unavailable = CountAfter(rest, "\"unavailable\":"u8);
        string outcome = unavailable > 0 ? "partlyUnavailable"
            : rejected > 0 ? "rejected"
            : accepted > 0 ? "accepted"
            : "duplicate";
        return new Verdict(
            outcome,
            Served: unavailable + rejected == 0,
            TryAgain: unavailable > 0,
            accepted,
            duplicates,
            rejected,
            unavailable);
    }

    private static int CountAfter(ReadOnlySpan<byte> body, ReadOnlySpan<byte> name)
    {
        int at = body.IndexOf(name);
        return at >= 0 && Utf8Parser.TryParse(body[(at + name.Length)..], out int count, out _) ? count : 0;
    }

    /// <summary>Gets the status and, if the body is a problem, its code: <c>503 unavailable</c>.</summary>
    public static string NameOf(int status, ReadOnlySpan<byte> body)
    {
        ReadOnlySpan<byte> mark = "urn:personalization:problem:"u8;
        int at = body.IndexOf(mark);
        if (at < 0)
        {
            return status.ToString(CultureInfo.InvariantCulture);
        }

        ReadOnlySpan<byte> code = body[(at + mark.Length)..];
        int end = code.IndexOf((byte)'"');
        return string.Create(
            CultureInfo.InvariantCulture, $"{status} {Encoding.ASCII.GetString(end < 0 ? code : code[..end])}");
    }
}
