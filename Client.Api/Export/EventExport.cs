using System.Globalization;
using Personalization.Abstractions.EventLog;
using Personalization.Abstractions.Identity;
using Personalization.Client.Api.Http;

namespace Personalization.Client.Api.Export;

/// <summary>A validated request for events.</summary>
/// <param name="Query">The query of the first page.</param>
/// <param name="WithCursors">Whether each event has its cursor.</param>
internal sealed record EventExport(EventPageQuery Query, bool WithCursors)
{
    /// <summary>Reads the parameters <c>cursor</c>, <c>since</c> and <c>cursors</c> and adds every error.</summary>
    /// <param name="query">The query string.</param>
    /// <param name="until">The time of receipt at which the export ends.</param>
    public static EventExport Read(ref QueryReader query, DateTimeOffset until) => new(
        new EventPageQuery
        {
            After = Cursor(ref query),
            Since = Since(ref query),
            Until = until,
        },
        query.Flag("cursors"));

    /// <summary>Reads the parameter <c>since</c> and adds an error; the earliest time when it is missing.</summary>
    public static DateTimeOffset Since(ref QueryReader query)
    {
        string? text = query.Text("since");
        if (text is null)
        {
            return DateTimeOffset.MinValue;
        }

        if (DateTimeOffset.TryParse(
            text,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out DateTimeOffset since))
        {
            return since;
        }

        query.Refuse(
            "since",
            "invalid",
            $"since must be a time such as 2026-11-01T00:00:00Z but was '{NameGuess.Shorten(text)}'.");
        return default;
    }

    private static long Cursor(ref QueryReader query)
    {
        string? text = query.Text("cursor");
        if (text is null)
        {
            return 0;
        }

        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long position))
        {
            return position;
        }

        query.Refuse("cursor", "malformed", "cursor must be the unchanged cursor of an exported event, or missing.");
        return 0;
    }
}
