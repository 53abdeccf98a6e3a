using System.Collections.Immutable;
using System.Globalization;
using Personalization.Abstractions.Catalog;

namespace Personalization.Abstractions.Recommendations;

/// <summary>
/// Which items may be on a list: conditions that must all hold, separated by commas.
/// <c>category:shoes|boots</c> (any of), <c>!brand:acme</c> (none of), <c>price&lt;=80</c>, <c>price&gt;=20</c>.
/// Fields are <c>category</c>, <c>id</c>, <c>price</c> and the names of the items' attributes. In a value, <c>\</c> makes the next character plain.
/// An item that is not in the catalogue has no fields and passes only negative conditions. Immutable.
/// </summary>
[GenerateSerializer, Immutable, Alias("Personalization.ItemFilter")]
public sealed class ItemFilter
{
    /// <summary>The longest filter accepted, in characters.</summary>
    public const int MaxLength = 2048;

    [Id(0)]
    private readonly ImmutableArray<ItemCondition> _conditions;

    private ItemFilter(string text, ImmutableArray<ItemCondition> conditions)
    {
        Text = text;
        _conditions = conditions;
    }

    /// <summary>The filter as the client wrote it.</summary>
    [Id(1)]
    public string Text { get; private init; }

    /// <summary>Whether an item passes; <paramref name="item"/> is null when it is not in the catalogue.</summary>
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

    /// <summary>Reads a filter, or lists everything wrong with it.</summary>
    /// <returns>The filter, or null when <paramref name="problems"/> has entries.</returns>
    public static ItemFilter? Parse(string text, out IReadOnlyList<string> problems)
    {
        List<string> found = [];
        problems = found;
        if (text.Length > MaxLength)
        {
            found.Add($"a filter must have at most {MaxLength} characters, has {text.Length}");
            return null;
        }

        ImmutableArray<ItemCondition>.Builder conditions = ImmutableArray.CreateBuilder<ItemCondition>();
        foreach (string part in SplitPlain(text, ','))
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
            problems.Add($"'{part}' is not a condition: write field:value, field<=number or field>=number");
            return null;
        }

        string field = body[..at].Trim();
        return body[at] == ':' ? ParseValues(field, body[(at + 1)..], negated, part, problems) : ParseBound(field, body[at..], negated, part, problems);
    }

    private static ItemCondition? ParseValues(string field, string list, bool negated, string part, List<string> problems)
    {
        ImmutableArray<string> values = [.. SplitPlain(list, '|').Select(value => Unescape(value.Trim())).Where(value => value.Length > 0)];
        if (values.IsEmpty)
        {
            problems.Add($"'{part}' names no value after ':'");
            return null;
        }

        return new ItemCondition(field, negated, values, double.NegativeInfinity, double.PositiveInfinity);
    }

    private static ItemCondition? ParseBound(string field, string tail, bool negated, string part, List<string> problems)
    {
        if (tail.Length < 3 || tail[1] != '='
            || !double.TryParse(tail[2..], NumberStyles.Float, CultureInfo.InvariantCulture, out double bound) || !double.IsFinite(bound))
        {
            problems.Add($"'{part}' needs <= or >= and a number");
            return null;
        }

        return tail[0] == '<'
            ? new ItemCondition(field, negated, [], double.NegativeInfinity, bound)
            : new ItemCondition(field, negated, [], bound, double.PositiveInfinity);
    }

    private static IEnumerable<string> SplitPlain(string text, char separator)
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
