using System.Collections.Immutable;
using System.Globalization;

namespace Personalization.Abstractions.Recommendations;

/// <summary>Parses the short form of filters: <c>category:shoes|boots,!brand:acme,price&lt;=80</c>.</summary>
internal static class ItemConditionParser
{
    /// <summary>Parses conditions separated by commas, or lists every error.</summary>
    /// <param name="text">The filter.</param>
    /// <param name="problems">Receives the errors.</param>
    public static ImmutableArray<ItemCondition> Parse(string text, List<string> problems)
    {
        ImmutableArray<ItemCondition>.Builder conditions = ImmutableArray.CreateBuilder<ItemCondition>();
        foreach (string part in SplitUnescaped(text, ','))
        {
            if (ParseCondition(part.Trim(), problems) is { } condition)
            {
                conditions.Add(condition);
            }
        }

        return conditions.ToImmutable();
    }

    private static ItemCondition? ParseCondition(string part, List<string> problems)
    {
        bool negated = part.StartsWith('!');
        string body = negated ? part[1..] : part;
        int at = body.IndexOfAny([':', '<', '>']);
        if (at <= 0)
        {
            problems.Add($"a condition must be field:value, field<=number or field>=number but was '{part}'");
            return null;
        }

        string field = body[..at].Trim();
        return body[at] == ':'
            ? ParseValues(field, body[(at + 1)..], negated, part, problems)
            : ParseBound(field, body[at..], negated, part, problems);
    }

    private static ItemCondition? ParseValues(
        string field, string list, bool negated, string part, List<string> problems)
    {
        ImmutableArray<string> values =
        [
            .. SplitUnescaped(list, '|').Select(value => Unescape(value.Trim())).Where(value => value.Length > 0),
        ];
        if (values.IsEmpty)
        {
            problems.Add($"a condition must have a value after ':' but was '{part}'");
            return null;
        }

        return new ItemCondition(field, negated, values, double.NegativeInfinity, double.PositiveInfinity);
    }

    private static ItemCondition? ParseBound(
        string field, string tail, bool negated, string part, List<string> problems)
    {
        if (tail.Length < 3 || tail[1] != '='
            || !double.TryParse(tail[2..], NumberStyles.Float, CultureInfo.InvariantCulture, out double bound)
            || !double.IsFinite(bound))
        {
            problems.Add($"a condition must have <= or >= and a number but was '{part}'");
            return null;
        }

        return tail[0] == '<'
            ? new ItemCondition(field, negated, [], double.NegativeInfinity, bound)
            : new ItemCondition(field, negated, [], bound, double.PositiveInfinity);
    }

    private static IEnumerable<string> SplitUnescaped(string text, char separator)
    {
        int from = 0;
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\')
            {
                i++;
            }
            else if (text[i] == separator)
            {
                yield return text[from..i];
                from = i + 1;
            }
        }

        yield return text[from..];
    }

    private static string Unescape(string value)
    {
        if (!value.Contains('\\', StringComparison.Ordinal))
        {
            return value;
        }

        System.Text.StringBuilder plain = new(value.Length);
        for (int i = 0; i < value.Length; i++)
        {
            i += value[i] == '\\' && i + 1 < value.Length ? 1 : 0;
            _ = plain.Append(value[i]);
        }

        return plain.ToString();
    }
}
