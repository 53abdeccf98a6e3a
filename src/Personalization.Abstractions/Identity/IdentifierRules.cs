namespace Personalization.Abstractions.Identity;

/// <summary>
/// The rules for identifiers from clients: 1 to <see cref="MaxLength"/> UTF-16 code units of printable text.
/// </summary>
/// <remarks>Control characters and lone surrogates are rejected, because stores change or reject them.</remarks>
public static class IdentifierRules
{
    /// <summary>The maximum length of an identifier in UTF-16 code units.</summary>
    public const int MaxLength = 256;

    /// <summary>Gets the rule that <paramref name="value"/> violates; null when the value is valid.</summary>
    public static string? Problem(string? value)
    {
        if (string.IsNullOrEmpty(value))
        {
            return "must not be empty";
        }

        if (value.Length > MaxLength)
        {
            return $"must have at most {MaxLength} characters but had {value.Length}";
        }

        for (int i = 0; i < value.Length; i++)
        {
            char c = value[i];
            if (char.IsControl(c))
            {
                return $"must be printable text: character {i} is a control character (U+{(int)c:X4})";
            }
        }

        return string.IsNullOrWhiteSpace(value) ? "must not be blank" : UnicodeProblem(value);
    }

    /// <summary>Gets the Unicode error in a free text; null when the text is valid.</summary>
    /// <remarks>A store would replace a lone surrogate with another character.</remarks>
    public static string? UnicodeProblem(string value)
    {
        for (int i = 0; i < value.Length; i++)
        {
            if (char.IsHighSurrogate(value[i]) && i + 1 < value.Length && char.IsLowSurrogate(value[i + 1]))
            {
                i++;
            }
            else if (char.IsSurrogate(value[i]))
            {
                return $"must be valid Unicode: character {i} is a lone surrogate";
            }
        }

        return null;
    }
}
