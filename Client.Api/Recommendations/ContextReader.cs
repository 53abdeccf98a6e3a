using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Filters;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Json;
using Personalization.Client.Api.Http;
using Personalization.Client.Api.Items;
using Personalization.Client.Api.OpenApi;

namespace Personalization.Client.Api.Recommendations;

/// <summary>
/// Reads the context of a request: the parameters <c>context.NAME</c> of a query string, or the object <c>context</c>
/// of a body. Collects every error.
/// </summary>
internal static class ContextReader
{
    private const string Prefix = "context.";
    private const int MaxDevice = 64;
    private const int LastHour = 23;

    private static readonly JsonTable<RawContext> Table = new JsonTable<RawContext>()
        .Text("device", static (ref raw, value) => raw = raw with { Device = value })
        .Text("country", static (ref raw, value) => raw = raw with { Country = value })
        .Whole("hour", static (ref raw, value) => raw = raw with { Hour = value })
        .Text("page", static (ref raw, value) => raw = raw with { Page = value })
        .Text("referrer", static (ref raw, value) => raw = raw with { Referrer = value })
        .Texts("cart", static (ref raw, value) => raw = raw with { Cart = value });

    /// <inheritdoc cref="ObjectReader{T}"/>
    public static RawContext Read(ref Utf8JsonReader reader, string path, List<ValidationError> errors)
    {
        RawContext raw = new();
        Table.Read(ref reader, ref raw, path, errors);
        return raw;
    }

    /// <summary>Reads the parameters of a query string; null without any.</summary>
    public static ListContext? Read(ref QueryReader query)
    {
        if (!query.HasPrefix(Prefix))
        {
            return null;
        }

        List<ValidationError> errors = [];
        RawContext raw = new()
        {
            Device = query.Text("context.device"),
            Country = query.Text("context.country"),
            Hour = query.Text("context.hour") is null ? null : (int)query.Whole("context.hour", 0, LastHour, 0),
            Page = query.Text("context.page"),
            Referrer = query.Text("context.referrer"),
            Cart = query.Text("context.cart")?.Split(','),
        };
        ListContext? context = Validate(raw, "query.context", errors);
        query.Refuse(errors);
        return context;
    }

    /// <summary>Returns the context; null when there is none, and after an error.</summary>
    public static ListContext? Validate(RawContext? raw, string path, List<ValidationError> errors)
    {
        if (raw is null)
        {
            return null;
        }

        int before = errors.Count;
        CheckText(raw.Device, MaxDevice, path, "device", errors);
        CheckText(raw.Page, IdentifierRules.MaxLength, path, "page", errors);
        CheckText(raw.Referrer, IdentifierRules.MaxLength, path, "referrer", errors);
        if (raw.Country is { } country && (country.Length != 2 || !country.All(char.IsAsciiLetter)))
        {
            errors.Add(new($"{path}.country", "invalid",
                $"country must have two letters such as DE but was '{NameGuess.Shorten(country)}'."));
        }

        if (raw.Hour is < 0 or > LastHour)
        {
            errors.Add(new($"{path}.hour", "outOfRange", string.Create(
                CultureInfo.InvariantCulture, $"hour must be 0 to {LastHour} but was {raw.Hour}.")));
        }

        ImmutableArray<ItemId> cart = ItemIdList.Read(
            raw.Cart, $"{path}.cart", "cart", ListContext.MaxCart, errors);
        return errors.Count > before ? null : new ListContext
        {
            Device = raw.Device,
            Country = raw.Country?.ToUpperInvariant(),
            Hour = raw.Hour,
            Page = raw.Page,
            Referrer = raw.Referrer,
            Cart = cart,
        };
    }

    /// <summary>Describes the parameters of a query string.</summary>
    public static RouteHandlerBuilder ContextParameters(this RouteHandlerBuilder endpoint) => endpoint
        .Parameter("context.device", "string", "The kind of device, for example phone.", null, MaxDevice)
        .Parameter("context.country", "string", "The country, two letters (ISO 3166-1).", null, 2)
        .Parameter("context.hour", "integer", "The hour of the day at the user's place.", 0, LastHour)
        .Parameter(
            "context.page", "string", "The page that shows the list, for example product.", null,
            IdentifierRules.MaxLength)
        .Parameter(
            "context.referrer", "string", "Where the user came from, for example newsletter.", null,
            IdentifierRules.MaxLength)
        .Parameter("context.cart", "string", "The ids of the items in the cart, separated by commas, at most 100.");

    private static void CheckText(string? text, int most, string path, string name, List<ValidationError> errors)
    {
        if (text is null)
        {
            return;
        }

        if (IdentifierRules.Problem(text) is { } problem)
        {
            errors.Add(new($"{path}.{name}", "invalid", $"{name} {problem}."));
        }
        else if (text.Length > most)
        {
            errors.Add(new($"{path}.{name}", "tooLong", string.Create(
                CultureInfo.InvariantCulture,
                $"{name} must have at most {most} characters but had {text.Length}.")));
        }
    }
}
