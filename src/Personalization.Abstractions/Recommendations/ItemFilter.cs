using System.Collections.Immutable;
using System.Globalization;
using Personalization.Abstractions.Catalog;

namespace Personalization.Abstractions.Recommendations;

/// <summary>
/// A filter for the items of a list: conditions separated by commas, which must all hold. Immutable.
/// </summary>
/// <remarks>
/// Examples: <c>category:shoes|boots</c> (any of), <c>!brand:acme</c> (none of), <c>price&lt;=80</c>,
/// <c>price&gt;=20</c>. Fields are <c>category</c>, <c>id</c>, <c>price</c> and the names of the items' attributes.
/// In a value, <c>\</c> escapes the next character. An item that is not in the catalog has no fields and passes only
/// negated conditions.
/// </remarks>
[GenerateSerializer, Immutable, Alias("Personalization.ItemFilter")]
public sealed class ItemFilter
{
    /// <summary>The maximum length of a filter, in characters.</summary>
    public const int MaxLength = 2048;

    [Id(0)]
    private readonly ImmutableArray<ItemCondition> _conditions;

    private ItemFilter(string text, ImmutableArray<ItemCondition> conditions)
    {
        Text = text;
        _conditions = conditions;
    }

    /// <summary>The filter as the client sent it.</summary>
    [Id(1)]
    public string Text { get; private init; }

    /// <summary>Gets whether an item passes. Null is an item that is not in the catalog.</summary>
    public bool Allows(CatalogItem? item)
    {
        foreach (ItemCondition condition in _conditions)
        {
            if (!condition.Holds(item))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Parses a filter, or lists every error in it.</summary>
    /// <returns>The filter; null when <paramref name="problems"/> has entries.</returns>
    public static ItemFilter? Parse(string text, out IReadOnlyList<string> problems)
    {
        List<string> found = [];
        problems = found;
        if (text.Length > MaxLength)
        {
            found.Add($"a filter must have at most {MaxLength} characters but had {text.Length}");
            return null;
        }

        ImmutableArray<ItemCondition>.Builder conditions = ImmutableArray.CreateBuilder<ItemCondition>();
        foreach (string part in SplitUnescaped(text, ','))
        {
            if (ParseCondition(part.Trim(), found) is { } condition)
            {
                conditions.Add(condition);
            }
        }

        return found.Count > 0 ? null : new ItemFilter(text, conditions.ToImmutable());
    }

    /// <inheritdoc/>
    public override string ToString() => Text;

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
