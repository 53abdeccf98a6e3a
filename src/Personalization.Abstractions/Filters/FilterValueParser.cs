namespace Personalization.Abstractions.Filters;

/// <summary>Parses the values on the right side of comparisons.</summary>
internal sealed class FilterValueParser(FilterCursor cursor, FilterProblems problems, FilterFieldParser fields)
{
    /// <summary>The number of values so far.</summary>
    public int Count { get; private set; }

    /// <summary>Reads one value; null after an error.</summary>
    public FilterValue? One()
    {
        Count++;
        if (fields.IsAtReference)
        {
            return fields.Read() is { } field ? Arithmetic(field) : null;
        }

        FilterToken token = cursor.Now;
        FilterScalar? value = token switch
        {
            { Kind: FilterTokenKind.Text } => FilterScalar.Of(token.Text),
            { Kind: FilterTokenKind.Number } => new(FilterScalarKind.Number, token.Text, token.Number),
            _ when token.IsSign("-") && cursor.Next is { Kind: FilterTokenKind.Number } number =>
                new(FilterScalarKind.Number, $"-{number.Text}", -number.Number),
            _ when token.IsSign("+") && cursor.Next is { Kind: FilterTokenKind.Number } number =>
                new(FilterScalarKind.Number, number.Text, number.Number),
            _ when token.Is("true") => FilterScalar.Of(true),
            _ when token.Is("false") => FilterScalar.Of(false),
            _ => null,
        };
        if (value is not { } read)
        {
            problems.Add(
                token.Position,
                $"expected a 'text', a number, true, false or a reference but found {token.Shown}{Hint(token)}");
            return null;
        }

        _ = cursor.Take();
        if (token.Kind == FilterTokenKind.Sign)
        {
            _ = cursor.Take();
        }

        return new FilterLiteral(read);
    }

    private static string Hint(FilterToken token) => token.Kind switch
    {
        FilterTokenKind.Word => $"; a text needs single quotes: '{token.Text}'",
        FilterTokenKind.Name => "; a text needs single quotes, double quotes are for names",
        _ => string.Empty,
    };

    /// <summary>Reads <c>* 1.2</c>, <c>/ 2</c>, <c>+ 5</c> or <c>- 5</c> after a reference.</summary>
    private FilterReference? Arithmetic(FilterField field)
    {
        string sign = cursor.Now is { Kind: FilterTokenKind.Sign, Text: "*" or "/" or "+" or "-" } token
            ? token.Text
            : string.Empty;
        if (sign.Length == 0)
        {
            return new FilterReference(field);
        }

        _ = cursor.Take();
        FilterToken number = cursor.Now;
        if (number.Kind != FilterTokenKind.Number || (sign == "/" && number.Number == 0))
        {
            string above = sign == "/" ? " above 0" : string.Empty;
            problems.Add(number.Position, $"expected a number{above} after '{sign}' but found {number.Shown}");
            return null;
        }

        _ = cursor.Take();
        return sign switch
        {
            "*" => new FilterReference(field, number.Number),
            "/" => new FilterReference(field, 1 / number.Number),
            "+" => new FilterReference(field, 1, number.Number),
            _ => new FilterReference(field, 1, -number.Number),
        };
    }
}
