using System.Globalization;
using Personalization.Abstractions.Events;
using Personalization.Client.Api.Http;

namespace Personalization.Client.Api.Events;

/// <summary>Replaces an event with order lines by one event per line.</summary>
/// <remarks>
/// The events have the ids <c>ID#1</c>, <c>ID#2</c> and so on, so that a retry gives the same ids. The value of each is
/// price times quantity. The properties <c>orderId</c>, <c>quantity</c> and <c>price</c> keep the facts of the line.
/// </remarks>
internal static class OrderLines
{
    /// <summary>The property that names the order of an event.</summary>
    public const string OrderId = "orderId";

    private const int MaxLines = 200;

    /// <summary>Gets whether an element needs <see cref="Expand"/>.</summary>
    public static bool IsUsedBy(ParsedBody<RawEvent> body) =>
        body.Elements.Exists(element => element.Value is { Lines: not null } or { Order: not null });

    /// <summary>Replaces the events of a body.</summary>
    /// <param name="body">The body.</param>
    /// <param name="maxElements">The most events of a request.</param>
    /// <returns>The events, each with the position of its element in the body.</returns>
    /// <exception cref="RequestRefusedException">413: more than <paramref name="maxElements"/> events.</exception>
    public static List<(int Index, ParsedElement<RawEvent> Element)> Expand(
        ParsedBody<RawEvent> body, int maxElements)
    {
        List<(int, ParsedElement<RawEvent>)> events = [];
        for (int i = 0; i < body.Elements.Count; i++)
        {
            ParsedElement<RawEvent> element = body.Elements[i];
            Check(element);
            if (element is { Value.Lines: { } lines, Errors.Count: 0 })
            {
                events.AddRange(lines.Select((line, n) => (i, LineOf(element, line, n))));
            }
            else
            {
                events.Add((i, element with { Value = OneOf(element.Value) }));
            }

            if (events.Count > maxElements)
            {
                throw JsonBody.TooMany(maxElements);
            }
        }

        return events;
    }

    /// <summary>The event. A refused order gets an item, so that only its own errors are listed.</summary>
    private static RawEvent? OneOf(RawEvent? raw) => raw is null ? null : raw with
    {
        ItemId = raw.ItemId ?? (raw.Lines is [{ } first, ..] ? first.ItemId : null),
        Properties = raw.Order is { } order ? With(raw.Properties, (OrderId, order)) : raw.Properties,
    };

    private static void Check(ParsedElement<RawEvent> element)
    {
        if (element.Value is not { } raw)
        {
            return;
        }

        if (raw.Order is not null && raw.Properties?.ContainsKey(OrderId) == true)
        {
            element.Errors.Add(new(
                $"{element.Path}.properties['{OrderId}']", "duplicate", "order already names the order."));
        }

        if (raw.Lines is not { } lines)
        {
            return;
        }

        if (lines.Count is 0 or > MaxLines)
        {
            element.Errors.Add(new(
                $"{element.Path}.lines",
                lines.Count == 0 ? "required" : "tooLong",
                $"lines must have 1 to {MaxLines} entries but had {lines.Count}."));
        }

        if (raw.ItemId is not null)
        {
            element.Errors.Add(new($"{element.Path}.itemId", "invalid", "itemId must be in each line of an order."));
        }

        if (raw.Value is not null)
        {
            element.Errors.Add(new(
                $"{element.Path}.value", "invalid", "value must be missing: it is price times quantity of each line."));
        }

        for (int n = 0; n < Math.Min(lines.Count, MaxLines); n++)
        {
            CheckLine(lines[n], LinePath(element.Path, n), element.Errors);
        }
    }

    private static void CheckLine(RawOrderLine line, string path, List<ValidationError> errors)
    {
        if (line.Quantity is { } quantity && !(quantity is > 0 and <= 1e6))
        {
            errors.Add(new($"{path}.quantity", "outOfRange", string.Create(
                CultureInfo.InvariantCulture, $"quantity must be above 0 and at most 1e6 but was {quantity}.")));
        }

        if (line.Price is { } price && !(price is >= 0 and <= 1e9))
        {
            errors.Add(new($"{path}.price", "outOfRange", string.Create(
                CultureInfo.InvariantCulture, $"price must be 0 to 1e9 but was {price}.")));
        }
    }

    private static ParsedElement<RawEvent> LineOf(ParsedElement<RawEvent> element, RawOrderLine line, int n)
    {
        RawEvent raw = element.Value!;
        return new ParsedElement<RawEvent>(LinePath(element.Path, n), raw with
        {
            EventId = raw.EventId is null ? null : string.Create(
                CultureInfo.InvariantCulture, $"{raw.EventId}#{n + 1}"),
            ItemId = line.ItemId,
            Value = line.Price * (line.Quantity ?? 1),
            Lines = null,
            Properties = With(
                raw.Properties, (OrderId, raw.Order), ("quantity", Text(line.Quantity)), ("price", Text(line.Price))),
        }, []);
    }

    private static Dictionary<string, string?> With(
        IReadOnlyDictionary<string, string?>? properties, params ReadOnlySpan<(string Name, string? Value)> more)
    {
        Dictionary<string, string?> all =
            properties?.ToDictionary(StringComparer.Ordinal) ?? new(StringComparer.Ordinal);
        foreach ((string name, string? value) in more)
        {
            if (value is not null)
            {
                _ = all.TryAdd(name, value);
            }
        }

        return all;
    }

    private static string? Text(double? number) => number?.ToString(CultureInfo.InvariantCulture);

    private static string LinePath(string path, int n) =>
        string.Create(CultureInfo.InvariantCulture, $"{path}.lines[{n}]");
}
