using System.Text.Json;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Json;
using Personalization.Client.Api.Recommendations;

namespace Personalization.Client.Api.Pages;

/// <summary>Reads the JSON of a page request. Adds an error for each unknown field and each wrong value.</summary>
internal static class PageBody
{
    private static readonly JsonTable<RawPage> Pages = new JsonTable<RawPage>()
        .Many("rows", ReadRow, static (ref page, value) => page = page with { Rows = value })
        .Text("placement", static (ref page, value) => page = page with { Placement = value })
        .Whole("deadlineMs", static (ref page, value) => page = page with { DeadlineMs = value })
        .Number("minVersion", static (ref page, value) => page = page with { MinVersion = (long?)value })
        .Texts("exclude", static (ref page, value) => page = page with { Exclude = value })
        .Texts("fields", static (ref page, value) => page = page with { Fields = value })
        .One("context", ContextReader.Read, static (ref page, value) => page = page with { Context = value });

    private static readonly JsonTable<RawRow> Rows = new JsonTable<RawRow>()
        .Text("id", static (ref row, value) => row = row with { Id = value })
        .Text("source", static (ref row, value) => row = row with { Source = value })
        .Text("title", static (ref row, value) => row = row with { Title = value })
        .Whole("count", static (ref row, value) => row = row with { Count = value })
        .Text("placement", static (ref row, value) => row = row with { Placement = value })
        .Text("filter", static (ref row, value) => row = row with { Filter = value })
        .Text("category", static (ref row, value) => row = row with { Category = value })
        .Flag("categoryFromProfile", static (ref row, value) => row = row with { CategoryFromProfile = value })
        .Text("window", static (ref row, value) => row = row with { Window = value })
        .Texts("items", static (ref row, value) => row = row with { Items = value })
        .Texts("exclude", static (ref row, value) => row = row with { Exclude = value })
        .One("cap", ReadCap, static (ref row, value) => row = row with { Cap = value })
        .Text("cursor", static (ref row, value) => row = row with { Cursor = value });

    private static readonly JsonTable<RawCap> Caps = new JsonTable<RawCap>()
        .Text("attribute", static (ref cap, value) => cap = cap with { Attribute = value })
        .Whole("most", static (ref cap, value) => cap = cap with { Most = value })
        .Whole("window", static (ref cap, value) => cap = cap with { Window = value });

    /// <inheritdoc cref="ObjectReader{T}"/>
    public static RawPage Read(ref Utf8JsonReader reader, string path, List<ValidationError> errors)
    {
        RawPage page = new();
        Pages.Read(ref reader, ref page, path, errors);
        return page;
    }

    private static RawRow ReadRow(ref Utf8JsonReader reader, string path, List<ValidationError> errors)
    {
        RawRow row = new();
        Rows.Read(ref reader, ref row, path, errors);
        return row;
    }

    private static RawCap ReadCap(ref Utf8JsonReader reader, string path, List<ValidationError> errors)
    {
        RawCap cap = new();
        Caps.Read(ref reader, ref cap, path, errors);
        return cap;
    }
}
