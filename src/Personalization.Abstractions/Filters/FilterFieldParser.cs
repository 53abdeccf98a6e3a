using Personalization.Abstractions.Identity;

namespace Personalization.Abstractions.Filters;

/// <summary>Parses the names of fields and references.</summary>
internal sealed class FilterFieldParser(
    FilterCursor cursor, FilterProblems problems, FilterScope scope, IReadOnlyCollection<string>? attributes)
{
    private static readonly string[] Keywords = ["and", "or", "not", "in", "between", "contains", "true", "false"];
    private static readonly string[] Prefixes = ["item", "user", "context", "attributes"];

    /// <summary>Gets whether a reference such as <c>item.price</c> starts here.</summary>
    public bool IsAtReference => cursor.Next.IsSign(".") && SourceOf(cursor.Now) != FilterSource.Candidate;

    /// <summary>Reads a field; null after an error.</summary>
    public FilterField? Read()
    {
        FilterToken first = cursor.Now;
        if (first.Kind is not (FilterTokenKind.Word or FilterTokenKind.Name) || IsKeyword(first))
        {
            problems.Add(first.Position, $"expected a field but found {first.Shown}{Hint(first)}");
            return null;
        }

        _ = cursor.Take();
        return first.Kind == FilterTokenKind.Word && cursor.Now.IsSign(".") ? Qualified(first) : Plain(first);
    }

    private static bool IsKeyword(FilterToken token) =>
        token.Kind == FilterTokenKind.Word && Keywords.Any(token.Is);

    private static string Hint(FilterToken token) => token switch
    {
        { Kind: FilterTokenKind.Text } => "; a field is on the left side, without single quotes",
        { Text: "!" } => "; write 'not'",
        _ => string.Empty,
    };

    private static FilterSource SourceOf(FilterToken token) => token switch
    {
        { Kind: not FilterTokenKind.Word } => FilterSource.Candidate,
        { Text: "item" } => FilterSource.Item,
        { Text: "user" } => FilterSource.User,
        { Text: "context" } => FilterSource.Context,
        _ => FilterSource.Candidate,
    };

    private FilterField? Qualified(FilterToken prefix)
    {
        _ = cursor.Take();
        FilterToken name = cursor.Now;
        if (name.Kind is not (FilterTokenKind.Word or FilterTokenKind.Name))
        {
            problems.Add(name.Position, $"expected a name after '{prefix.Text}.' but found {name.Shown}");
            return null;
        }

        _ = cursor.Take();
        FilterSource source = SourceOf(prefix);
        if (prefix.Text == "attributes")
        {
            return Known(new FilterField(FilterSource.Candidate, name.Text, IsAttribute: true), name);
        }

        if (source == FilterSource.Candidate)
        {
            string known = string.Join(", ", Prefixes.Select(prefixed => $"'{prefixed}'"));
            string near = NameGuess.Closest(prefix.Text, Prefixes) is { } found
                ? $"; did you mean '{found}'?"
                : string.Empty;
            problems.Add(
                prefix.Position, $"expected one of {known} before the dot but found '{prefix.Text}'{near}");
            return null;
        }

        return InScope(prefix, source) ? Referenced(source, name) : null;
    }

    /// <summary><c>item.attributes.NAME</c> names an attribute; other references have one name.</summary>
    private FilterField? Referenced(FilterSource source, FilterToken name)
    {
        if (source == FilterSource.Context && !ListContext.Names.Contains(name.Text))
        {
            string near = NameGuess.Closest(name.Text, ListContext.Names) is { } found
                ? $"; did you mean '{found}'?"
                : string.Empty;
            problems.Add(
                name.Position,
                $"the context has {string.Join(", ", ListContext.Names)} but no "
                    + $"'{NameGuess.Shorten(name.Text)}'{near}");
            return null;
        }

        if (!(source == FilterSource.Item && name.Is("attributes") && cursor.TryTakeSign(".")))
        {
            return Known(new FilterField(source, name.Text), name);
        }

        FilterToken attribute = cursor.Take();
        if (attribute.Kind is FilterTokenKind.Word or FilterTokenKind.Name)
        {
            return Known(new FilterField(source, attribute.Text, IsAttribute: true), attribute);
        }

        problems.Add(attribute.Position, $"expected a name after 'item.attributes.' but found {attribute.Shown}");
        return null;
    }

    private bool InScope(FilterToken prefix, FilterSource source)
    {
        (FilterScope needed, string what) = source switch
        {
            FilterSource.Item => (FilterScope.Item, "a current item"),
            FilterSource.User => (FilterScope.User, "a user"),
            _ => (FilterScope.Context, "a context"),
        };
        bool isKnown = (scope & needed) != 0 || (source == FilterSource.User && (scope & FilterScope.Audience) != 0);
        if (!isKnown)
        {
            problems.Add(prefix.Position, $"'{prefix.Text}.' needs {what}, which this request does not have");
        }

        return isKnown;
    }

    private FilterField? Plain(FilterToken name)
    {
        if ((scope & FilterScope.Audience) != 0)
        {
            return new FilterField(FilterSource.User, name.Text);
        }

        return Known(new FilterField(FilterSource.Candidate, name.Text), name);
    }

    /// <summary>Returns the field of an item; null after an error when no item has it.</summary>
    private FilterField? Known(FilterField field, FilterToken name)
    {
        if (attributes is null || !FilterFields.IsItemAttribute(field) || attributes.Contains(field.Name))
        {
            return field;
        }

        problems.Add(
            name.Position,
            UnknownAttribute.Describe(field.Name, attributes, field.IsAttribute ? [] : FilterFields.Names));
        return null;
    }
}
