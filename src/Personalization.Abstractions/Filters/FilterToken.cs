namespace Personalization.Abstractions.Filters;

/// <summary>A word, literal or sign of a filter.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Position">The index of its first character, from 0.</param>
/// <param name="Text">The word or sign as written; the content of a quoted text or name.</param>
/// <param name="Number">The value of a number.</param>
internal readonly record struct FilterToken(FilterTokenKind Kind, int Position, string Text, double Number = 0)
{
    /// <summary>Gets whether the token is a keyword. Keywords ignore case.</summary>
    public bool Is(string keyword) =>
        Kind == FilterTokenKind.Word && string.Equals(Text, keyword, StringComparison.OrdinalIgnoreCase);

    /// <summary>Gets whether the token is a sign.</summary>
    public bool IsSign(string sign) => Kind == FilterTokenKind.Sign && Text == sign;

    /// <summary>The token in an error message.</summary>
    public string Shown => Kind switch
    {
        FilterTokenKind.End => "the end",
        FilterTokenKind.Text => $"the text '{Shorten(Text)}'",
        _ => $"'{Shorten(Text)}'",
    };

    private static string Shorten(string text) => text.Length <= 40 ? text : $"{text[..40]}...";
}

/// <summary>The kind of a <see cref="FilterToken"/>.</summary>
internal enum FilterTokenKind
{
    /// <summary>A keyword or a name without quotes.</summary>
    Word,

    /// <summary>A name in double quotes.</summary>
    Name,

    /// <summary>A text in single quotes.</summary>
    Text,

    /// <summary>A number.</summary>
    Number,

    /// <summary>An operator, a parenthesis, a comma or a dot.</summary>
    Sign,

    /// <summary>The end of the filter.</summary>
    End,
}
