namespace Personalization.Abstractions.Identity;

/// <summary>
/// What makes an identifier from outside acceptable: 1 to <see cref="MaxLength"/> UTF-16 code units of
/// printable text. Control characters and lone surrogates are refused because stores change or reject them.
/// </summary>
public static class IdentifierRules
{
    /// <summary>The longest identifier accepted, in UTF-16 code units.</summary>
    public const int MaxLength = 256;

    /// <summary>Says what is wrong with <paramref name="value"/>, or null when it is acceptable.</summary>
    public static string? Problem(string? value)
    {
        if (string.IsNullOrEmpty(value))
        {
            return "must not be empty";
        }

        if (value.Length > MaxLength)
        {
            return $"must have at most {MaxLength} characters, has {value.Length}";
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

    /// <summary>Says what is wrong with free text, or null: a lone surrogate would be stored as another character.</summary>
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
