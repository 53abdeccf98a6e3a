using Microsoft.Net.Http.Headers;
using Personalization.Abstractions.Identity;
using Personalization.Client.Api.Http;

namespace Personalization.Client.Api.Export;

/// <summary>Selects the format of an export.</summary>
internal static class ExportFormats
{
    /// <summary>The media type of CSV.</summary>
    public const string Csv = "text/csv";

    /// <summary>Reads the query parameter <c>format</c>, or else the header <c>Accept</c>. Default: NDJSON.</summary>
    public static ExportFormat Read(ref QueryReader query, HttpRequest request)
    {
        switch (query.Text("format"))
        {
            case "ndjson":
                return ExportFormat.Ndjson;
            case "csv":
                return ExportFormat.Csv;
            case null:
                return AcceptsCsv(request) ? ExportFormat.Csv : ExportFormat.Ndjson;
            case { } other:
                string shown = NameGuess.Shorten(other);
                query.Refuse("format", "invalid", $"format must be ndjson or csv but was '{shown}'.");
                return ExportFormat.Ndjson;
        }
    }

    /// <summary>Whether the client prefers CSV to NDJSON.</summary>
    private static bool AcceptsCsv(HttpRequest request) =>
        MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out IList<MediaTypeHeaderValue>? accepted)
        && accepted.OrderByDescending(type => type.Quality ?? 1)
            .FirstOrDefault(type => type.MediaType == Csv || type.MediaType == BodyReader.Ndjson)?.MediaType == Csv;
}

/// <summary>The format of an export: NDJSON or CSV.</summary>
internal enum ExportFormat
{
    /// <summary>One JSON object per line.</summary>
    Ndjson,

    /// <summary>Comma-separated values with a header (RFC 4180), UTF-8.</summary>
    Csv,
}
