using System.Globalization;
using System.Text;

namespace Personalization.Abstractions.Filters;

/// <summary>Splits a filter into tokens.</summary>
internal sealed class FilterLexer(string text, FilterProblems problems)
{
    private static readonly string[] Signs =
        ["!=", "<=", ">=", "<>", "==", "&&", "||", "=", "<", ">", "(", ")", ",", ".", "*", "/", "+", "-"];

    private readonly List<FilterToken> _tokens = [];
    private int _at;

    /// <summary>Reads all tokens. The last one is the end.</summary>
    public List<FilterToken> Read()
    {
        while (_at < text.Length)
        {
            if (char.IsWhiteSpace(text[_at]))
            {
                _at++;
                continue;
            }

            _tokens.Add(Next());
        }

        _tokens.Add(new FilterToken(FilterTokenKind.End, text.Length, string.Empty));
        return _tokens;
    }

    private FilterToken Next()
    {
        char first = text[_at];
        if (first is '\'' or '"')
        {
            return Quoted(first);
        }

        if (char.IsAsciiDigit(first) || (first == '.' && _at + 1 < text.Length && char.IsAsciiDigit(text[_at + 1])))
        {
            return Number();
        }

        return char.IsLetter(first) || first == '_' ? Word() : Sign();
    }

    /// <summary>Reads a text or a name. A doubled quote stands for one quote.</summary>
    private FilterToken Quoted(char quote)
    {
        int start = _at++;
        StringBuilder content = new();
        while (_at < text.Length)
        {
            if (text[_at] != quote)
            {
                _ = content.Append(text[_at++]);
            }
            else if (_at + 1 < text.Length && text[_at + 1] == quote)
            {
                _ = content.Append(quote);
                _at += 2;
            }
            else
            {
                _at++;
                return new FilterToken(KindOf(quote), start, content.ToString());
            }
        }

        problems.Add(start, $"the closing {quote} is missing");
        return new FilterToken(KindOf(quote), start, content.ToString());
    }

    private static FilterTokenKind KindOf(char quote) => quote == '"' ? FilterTokenKind.Name : FilterTokenKind.Text;

    private FilterToken Number()
    {
        int start = _at;
        SkipDigits();
        if (_at < text.Length && text[_at] == '.')
        {
            _at++;
            SkipDigits();
        }

        if (_at < text.Length && text[_at] is 'e' or 'E')
        {
            int sign = _at + 1 < text.Length && text[_at + 1] is '+' or '-' ? 2 : 1;
            if (_at + sign < text.Length && char.IsAsciiDigit(text[_at + sign]))
            {
                _at += sign;
                SkipDigits();
            }
        }

        string written = text[start.._at];
        double number = double.Parse(written, NumberStyles.Float, CultureInfo.InvariantCulture);
        if (!double.IsFinite(number))
        {
            problems.Add(start, $"the number '{written}' is too large");
            number = 0;
        }

        return new FilterToken(FilterTokenKind.Number, start, written, number);
    }

    private void SkipDigits()
    {
        while (_at < text.Length && char.IsAsciiDigit(text[_at]))
        {
            _at++;
        }
    }

    /// <summary>Reads a word: letters, digits and <c>_</c>, and <c>-</c> before a letter.</summary>
    private FilterToken Word()
    {
        int start = _at++;
        while (_at < text.Length && (char.IsLetterOrDigit(text[_at]) || text[_at] == '_' || IsHyphen(_at)))
        {
            _at++;
        }

        return new FilterToken(FilterTokenKind.Word, start, text[start.._at]);
    }

    private bool IsHyphen(int at) => text[at] == '-' && at + 1 < text.Length && char.IsLetter(text[at + 1]);

    private FilterToken Sign()
    {
        int start = _at;
        string sign = Signs.FirstOrDefault(known => string.CompareOrdinal(text, start, known, 0, known.Length) == 0)
            ?? (char.IsHighSurrogate(text[start]) && start + 1 < text.Length
                ? text.Substring(start, 2)
                : text.Substring(start, 1));
        _at += sign.Length;
        return new FilterToken(FilterTokenKind.Sign, start, sign);
    }
}
