using System.Collections.Immutable;
using System.Globalization;
using Personalization.Abstractions.Identity;

namespace Personalization.Abstractions.Filters;

/// <summary>
/// The situation of one request, as the page knows it. Filters and merchandising rules read the values as
/// <c>context.NAME</c>. It does not change the user's profile. Immutable.
/// </summary>
[GenerateSerializer, Immutable, Alias("Personalization.ListContext")]
public sealed record ListContext
{
    /// <summary>The most items of a cart.</summary>
    public const int MaxCart = 100;

    /// <summary>The names of the values.</summary>
    public static ImmutableArray<string> Names { get; } = ["cart", "country", "device", "hour", "page", "referrer"];

    /// <summary>The kind of device, for example <c>phone</c>; null when unknown.</summary>
    [Id(0)]
    public string? Device { get; init; }

    /// <summary>The country, ISO 3166-1 alpha-2 in upper case; null when unknown.</summary>
    [Id(1)]
    public string? Country { get; init; }

    /// <summary>The hour of the day at the user's place, 0 to 23; null when unknown.</summary>
    [Id(2)]
    public int? Hour { get; init; }

    /// <summary>The page that shows the list, for example <c>product</c>; null when unknown.</summary>
    [Id(3)]
    public string? Page { get; init; }

    /// <summary>Where the user came from, for example <c>newsletter</c>; null when unknown.</summary>
    [Id(4)]
    public string? Referrer { get; init; }

    /// <summary>The items in the cart, at most <see cref="MaxCart"/>; empty when unknown.</summary>
    [Id(5)]
    public ImmutableArray<ItemId> Cart { get; init; } = [];

    /// <summary>Returns the values of a name; none when it is unknown.</summary>
    public ImmutableArray<FilterScalar> Resolve(string name) => name switch
    {
        "device" => TextOf(Device),
        "country" => TextOf(Country),
        "hour" => Hour is { } hour ? [FilterScalar.Of((double)hour)] : [],
        "page" => TextOf(Page),
        "referrer" => TextOf(Referrer),
        "cart" => [.. Cart.Select(item => FilterScalar.Of(item.Value))],
        _ => [],
    };

    /// <summary>Returns a text that is equal for equal contexts only. Lists are cached by it.</summary>
    public string ToKey() => string.Join(
        '\n', [Device, Country, Hour?.ToString(CultureInfo.InvariantCulture), Page, Referrer, .. Cart.Select(
            item => item.Value)]);

    private static ImmutableArray<FilterScalar> TextOf(string? text) => text is null ? [] : [FilterScalar.Of(text)];
}
