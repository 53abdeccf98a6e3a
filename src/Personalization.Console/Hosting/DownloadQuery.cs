using Personalization.Client.Exports;

namespace Personalization.OperatorConsole.Hosting;

/// <summary>The contents of a download.</summary>
/// <param name="Format"><c>ndjson</c> or <c>csv</c>; null for NDJSON.</param>
/// <param name="Category">Items: a category path.</param>
/// <param name="Filter">Items: an item filter.</param>
/// <param name="Available">Items: true for items in stock.</param>
/// <param name="Since">Events: the earliest time of receipt.</param>
internal sealed record DownloadQuery(
    string? Format, string? Category, string? Filter, bool? Available, DateTimeOffset? Since)
{
    /// <summary>Gets the query of the API.</summary>
    public ExportQuery ToExport() => new()
    {
        Format = Format ?? "ndjson",
        Category = Blank(Category),
        Filter = Blank(Filter),
        Available = Available,
        Since = Since,
    };

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
