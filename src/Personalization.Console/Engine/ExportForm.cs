using System.Globalization;
using Personalization.Client.Exports;

namespace Personalization.OperatorConsole.Engine;

/// <summary>The choices of a person for an export.</summary>
internal sealed class ExportForm
{
    private static readonly char[] Breaks = [',', ';', ' ', '\t', '\r', '\n'];

    /// <summary><c>ndjson</c> or <c>csv</c>.</summary>
    public string Format { get; set; } = "csv";

    /// <summary>Items: a category path.</summary>
    public string? Category { get; set; }

    /// <summary>Items: an item filter.</summary>
    public string? Filter { get; set; }

    /// <summary>Items: whether only items in stock are exported.</summary>
    public bool InStock { get; set; }

    /// <summary>Events: the first day, UTC.</summary>
    public DateTime? Since { get; set; }

    /// <summary>Lists: the user ids, separated by spaces, commas or line breaks.</summary>
    public string? UserIds { get; set; }

    /// <summary>Lists: the placement.</summary>
    public string? Placement { get; set; }

    /// <summary>Lists: the number of items of each list.</summary>
    public int Count { get; set; } = 10;

    /// <summary>Lists: the user ids as the API takes them.</summary>
    public IReadOnlyList<string> Users =>
        [.. (UserIds ?? string.Empty).Split(Breaks, StringSplitOptions.RemoveEmptyEntries).Distinct()];

    /// <summary>The request for lists.</summary>
    public ListExportQuery Lists => new()
    {
        UserIds = Users,
        Placement = Text(Placement),
        Count = Count,
        Fields = ["title", "price"],
    };

    /// <summary>Gets the query of an export of items or events, without a question mark.</summary>
    public string QueryOf(string kind) => string.Join('&', kind == ExportsApi.Items
        ? [
            $"format={Format}",
            .. Part("category", Text(Category)),
            .. Part("filter", Text(Filter)),
            .. Part("available", InStock ? "true" : null),
        ]
        : [
            $"format={Format}",
            .. Part("since", Since?.ToString("yyyy-MM-ddT00:00:00Z", CultureInfo.InvariantCulture)),
        ]);

    private static IEnumerable<string> Part(string name, string? value) =>
        value is null ? [] : [$"{name}={Uri.EscapeDataString(value)}"];

    private static string? Text(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
