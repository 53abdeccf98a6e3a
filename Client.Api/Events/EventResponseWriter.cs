using System.Text.Json;
using Personalization.Abstractions.Events;
using Personalization.Client.Api.Http;

namespace Personalization.Client.Api.Events;

/// <summary>Writes the response to <c>POST /v1/events</c> without intermediate objects.</summary>
internal static class EventResponseWriter
{
    private static readonly string[] Statuses = ["accepted", "duplicate", "rejected", "unavailable"];

    /// <summary>Writes the results and their counts with status 202.</summary>
    public static Task WriteAsync(HttpContext context, EventBatchOutcome batch) =>
        JsonResponse.WriteAsync(context, StatusCodes.Status202Accepted, batch, static (writer, outcome) =>
        {
            writer.WriteStartObject();
            writer.WriteStartArray("results"u8);
            foreach (ref readonly EventOutcome result in outcome.Results.AsSpan())
            {
                WriteResult(writer, in result);
            }

            writer.WriteEndArray();
            writer.WriteNumber("accepted"u8, outcome.Accepted);
            writer.WriteNumber("duplicates"u8, outcome.Duplicates);
            writer.WriteNumber("rejected"u8, outcome.Rejected);
            writer.WriteNumber("unavailable"u8, outcome.Unavailable);
            writer.WriteEndObject();
        });

    private static void WriteResult(Utf8JsonWriter writer, in EventOutcome result)
    {
        writer.WriteStartObject();
        writer.WriteNumber("index"u8, result.Index);
        if (result.EventId is not null)
        {
            writer.WriteString("eventId"u8, result.EventId);
        }

        writer.WriteString("status"u8, Statuses[(int)result.Status]);
        if (result.ProfileVersion is { } version)
        {
            writer.WriteNumber("profileVersion"u8, version);
        }

        if (result.Errors is { Count: > 0 } errors)
        {
            WriteErrors(writer, errors);
        }

        writer.WriteEndObject();
    }

    private static void WriteErrors(Utf8JsonWriter writer, IReadOnlyList<ValidationError> errors)
    {
        writer.WriteStartArray("errors"u8);
        foreach (ValidationError error in errors)
        {
            writer.WriteStartObject();
            writer.WriteString("path"u8, error.Path);
            writer.WriteString("code"u8, error.Code);
            writer.WriteString("message"u8, error.Message);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
