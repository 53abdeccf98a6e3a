namespace Personalization.Tests.Architecture;

/// <summary>
/// C# text with every comment, string, character and preprocessor line blanked out: same length, same lines, and every
/// brace left in it is a real one.
/// </summary>
internal sealed class BareCode
{
    private readonly string _text;
    private readonly char[] _bare;

    private BareCode(string text)
    {
        _text = text;
        _bare = text.ToCharArray();
    }

    public static string Of(string text)
    {
        BareCode code = new(text);
        _ = code.SkipCode(0, endsAtBrace: false, blank: false);
        return new string(code._bare);
    }

    /// <summary>Walks over code; in the hole of an interpolated string it stops at the brace that closes the hole.</summary>
    private int SkipCode(int i, bool endsAtBrace, bool blank)
    {
        int depth = 0;
        while (i < _text.Length)
        {
            if (TrySkipPlain(ref i))
            {
                continue;
            }

            depth += _text[i] == '{' ? 1 : _text[i] == '}' ? -1 : 0;
            if (endsAtBrace && depth < 0)
            {
                return i;
            }

            i = blank ? Blank(i, i + 1) : i + 1;
        }

        return i;
    }

    private bool TrySkipPlain(ref int i)
    {
        int from = i;
        i = At(i, "//") ? Blank(i, EndOf("\n", i, includingIt: false))
            : At(i, "/*") ? Blank(i, EndOf("*/", i + 2, includingIt: true))
            : _text[i] == '#' && IsFirstInLine(i) ? Blank(i, EndOf("\n", i, includingIt: false))
            : _text[i] == '\'' ? Blank(i, EndOfQuoted(i + 1, '\''))
            : StringAt(i) is { } quote ? SkipString(i, quote)
            : i;
        return i != from;
    }

    /// <summary>Where the first quote of a string is that begins (with its <c>$</c> and <c>@</c>) at a position; null when none does.</summary>
    private int? StringAt(int i)
    {
        int quote = i;
        while (quote < _text.Length && _text[quote] is '$' or '@')
        {
            quote++;
        }

        return quote < _text.Length && _text[quote] == '"' ? quote : null;
    }

    private int SkipString(int start, int quote)
    {
        int holes = _text[start..quote].Count(c => c == '$');
        bool verbatim = _text[start..quote].Contains('@', StringComparison.Ordinal);
        int quotes = 0;
        while (quote + quotes < _text.Length && _text[quote + quotes] == '"')
        {
            quotes++;
        }

        bool raw = quotes >= 3 && !verbatim;
        int open = raw ? quotes : 1;
        int i = quotes == 2 && !verbatim ? quote + 2 : SkipStringBody(Blank(start, quote + open), new string('"', open), holes, raw, verbatim);
        return Blank(start, i);
    }

    private int SkipStringBody(int i, string close, int holes, bool raw, bool verbatim)
    {
        string hole = new('{', Math.Max(1, holes));
        while (i < _text.Length && !(At(i, close) && !(verbatim && At(i, "\"\""))))
        {
            if (holes > 0 && At(i, hole) && (raw || !At(i, "{{")))
            {
                i = SkipCode(i + hole.Length, endsAtBrace: true, blank: true) + hole.Length;
            }
            else
            {
                bool pair = !raw && (verbatim ? At(i, "\"\"") : _text[i] == '\\') || (!raw && holes > 0 && At(i, "{{"));
                i += pair ? 2 : 1;
            }
        }

        return Math.Min(_text.Length, i + close.Length);
    }

    private int EndOfQuoted(int i, char close)
    {
        while (i < _text.Length && _text[i] != close && _text[i] != '\n')
        {
            i += _text[i] == '\\' ? 2 : 1;
        }

        return Math.Min(_text.Length, i + 1);
    }

    private int EndOf(string mark, int from, bool includingIt)
    {
        int at = _text.IndexOf(mark, from, StringComparison.Ordinal);
        return at < 0 ? _text.Length : includingIt ? at + mark.Length : at;
    }

    private bool IsFirstInLine(int i) => _text[(_text.LastIndexOf('\n', i) + 1)..i].All(char.IsWhiteSpace);

    private bool At(int i, string mark) => string.CompareOrdinal(_text, i, mark, 0, mark.Length) == 0;

    private int Blank(int from, int to)
    {
        for (int i = from; i < to; i++)
        {
            _bare[i] = _bare[i] == '\n' ? '\n' : ' ';
        }

        return to;
    }
}
