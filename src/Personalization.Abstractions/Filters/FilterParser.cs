using System.Globalization;
using Personalization.Abstractions.Identity;

namespace Personalization.Abstractions.Filters;

/// <summary>Parses the filter language by recursive descent, or lists every error with its position.</summary>
/// <remarks>
/// The grammar is in the guide on filters. The parser is own code because parser libraries stop at the first error, and
/// because the contracts project has no dependency besides Orleans.
/// </remarks>
public sealed class FilterParser
{
    /// <summary>The maximum length of a filter, characters.</summary>
    public const int MaxLength = 8192;

    /// <summary>The most comparisons and values of a filter.</summary>
    public const int MaxTerms = 400;

    private const int MaxDepth = 50;

    private static readonly FilterConstant Placeholder = new(true);

    private readonly FilterProblems _problems;
    private readonly FilterCursor _cursor;
    private readonly FilterTestParser _tests;
    private int _depth;

    private FilterParser(
        string text, FilterScope scope, IReadOnlyCollection<string>? attributes, FilterProblems problems)
    {
        _problems = problems;
        _cursor = new FilterCursor(new FilterLexer(text, problems).Read());
        _tests = new FilterTestParser(_cursor, problems, new FilterFieldParser(_cursor, problems, scope, attributes));
    }

    /// <summary>Parses a filter.</summary>
    /// <param name="text">The filter.</param>
    /// <param name="scope">The references that the filter may use.</param>
    /// <param name="attributes">The known names of attributes; null when they are not known.</param>
    /// <param name="problems">Every error with its position; empty for a valid filter.</param>
    /// <returns>The expression; null when <paramref name="problems"/> has entries.</returns>
    public static FilterExpression? Parse(
        string text,
        FilterScope scope,
        IReadOnlyCollection<string>? attributes,
        out IReadOnlyList<string> problems)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > MaxLength)
        {
            problems = [string.Create(
                CultureInfo.InvariantCulture,
                $"a filter must have at most {MaxLength} characters but had {text.Length}")];
            return null;
        }

        FilterProblems found = new();
        FilterExpression expression = new FilterParser(text, scope, attributes, found).Whole();
        problems = found.All;
        return found.Count > 0 ? null : expression;
    }

    private FilterExpression Whole()
    {
        FilterExpression expression = Any();
        while (_cursor.Now.Kind != FilterTokenKind.End)
        {
            FilterToken extra = _cursor.Take();
            _problems.Add(extra.Position, $"{extra.Shown} has no matching '('");
            _ = _cursor.TryTake("and") || _cursor.TryTake("or");
            if (_cursor.Now.Kind != FilterTokenKind.End)
            {
                _ = Any();
            }
        }

        if (_tests.Terms > MaxTerms)
        {
            _problems.Add(0, string.Create(
                CultureInfo.InvariantCulture,
                $"a filter must have at most {MaxTerms} comparisons and values but had {_tests.Terms}"));
        }

        return expression;
    }

    private FilterExpression Any()
    {
        List<FilterExpression> parts = [All()];
        while (_cursor.TryTake("or"))
        {
            parts.Add(All());
        }

        return parts is [var one] ? one : new FilterAny([.. parts]);
    }

    private FilterExpression All()
    {
        List<FilterExpression> parts = [Negation()];
        while (_cursor.TryTake("and"))
        {
            parts.Add(Negation());
        }

        return parts is [var one] ? one : new FilterAll([.. parts]);
    }

    private FilterExpression Negation()
    {
        bool negated = false;
        while (_cursor.TryTake("not"))
        {
            negated = !negated;
        }

        FilterExpression inner = Primary();
        return negated ? new FilterNot(inner) : inner;
    }

    private FilterExpression Primary()
    {
        FilterToken first = _cursor.Now;
        if (first.IsSign("("))
        {
            return Group();
        }

        FilterExpression? test = _tests.Read();
        FilterToken after = _cursor.Now;
        bool isBoundary = after.Kind == FilterTokenKind.End || after.Is("and") || after.Is("or") || after.IsSign(")");
        if (test is not null && !isBoundary)
        {
            _problems.Add(after.Position, $"expected 'and', 'or', ')' or the end but found {after.Shown}{Hint(after)}");
        }

        _cursor.SkipTest();
        return test ?? Placeholder;
    }

    private FilterExpression Group()
    {
        FilterToken open = _cursor.Take();
        if (++_depth > MaxDepth)
        {
            _problems.Add(open.Position, $"parentheses must be at most {MaxDepth} deep");
            _cursor.SkipTest();
            _ = _cursor.TryTakeSign(")");
            _depth--;
            return Placeholder;
        }

        FilterExpression inner = Any();
        _depth--;
        if (!_cursor.TryTakeSign(")"))
        {
            _problems.Add(open.Position, "the closing ')' is missing");
        }
        else if (_cursor.Now is var after
            && !(after.Kind == FilterTokenKind.End || after.Is("and") || after.Is("or") || after.IsSign(")")))
        {
            _problems.Add(after.Position, $"expected 'and', 'or', ')' or the end but found {after.Shown}{Hint(after)}");
            _cursor.SkipTest();
        }

        return inner;
    }

    private static string Hint(FilterToken token) => token.Text switch
    {
        "," => "; write 'and' between conditions",
        "&&" => "; write 'and'",
        "||" => "; write 'or'",
        _ when token.Kind == FilterTokenKind.Word && NameGuess.Closest(token.Text, ["and", "or"]) is { } near =>
            $"; did you mean '{near}'?",
        _ => string.Empty,
    };
}
