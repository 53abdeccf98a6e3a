namespace Personalization.Abstractions.Filters;

/// <summary>A position in the tokens of a filter.</summary>
internal sealed class FilterCursor(List<FilterToken> tokens)
{
    private int _at;

    /// <summary>The present token.</summary>
    public FilterToken Now => tokens[_at];

    /// <summary>The token after the present one; the end at the end.</summary>
    public FilterToken Next => tokens[Math.Min(_at + 1, tokens.Count - 1)];

    /// <summary>Returns the present token and moves on.</summary>
    public FilterToken Take()
    {
        FilterToken token = tokens[_at];
        _at = Math.Min(_at + 1, tokens.Count - 1);
        return token;
    }

    /// <summary>Moves on if the present token is the keyword.</summary>
    public bool TryTake(string keyword)
    {
        bool found = Now.Is(keyword);
        if (found)
        {
            _ = Take();
        }

        return found;
    }

    /// <summary>Moves on if the present token is the sign.</summary>
    public bool TryTakeSign(string sign)
    {
        bool found = Now.IsSign(sign);
        if (found)
        {
            _ = Take();
        }

        return found;
    }

    /// <summary>
    /// Moves to the next <c>and</c>, <c>or</c>, closing parenthesis or end, so that later errors are found.
    /// </summary>
    public void SkipTest()
    {
        int open = 0;
        while (Now.Kind != FilterTokenKind.End)
        {
            if (open == 0 && (Now.Is("and") || Now.Is("or") || Now.IsSign(")")))
            {
                return;
            }

            open += Now.IsSign("(") ? 1 : Now.IsSign(")") ? -1 : 0;
            _ = Take();
        }
    }

    /// <summary>Moves behind the closing parenthesis of an open group.</summary>
    public void SkipGroup()
    {
        int open = 1;
        while (open > 0 && Now.Kind != FilterTokenKind.End)
        {
            FilterToken token = Take();
            open += token.IsSign("(") ? 1 : token.IsSign(")") ? -1 : 0;
        }
    }
}
