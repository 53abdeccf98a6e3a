using System.Text.Json;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Recommendations;
using Personalization.Client.Api.Items;

namespace Personalization.Client.Api.Export;

/// <summary>Writes the lists of many users, one line for each user, in the order of the users.</summary>
internal sealed class ListExporter(UserListReader lists, KnownUsers known, ItemDetails items)
{
    /// <summary>Writes all lines.</summary>
    public async Task WriteAsync(
        ListExport export, ExportFormat format, ExportStream lines, CancellationToken clientGone)
    {
        if (format == ExportFormat.Csv)
        {
            ListCsv.WriteHeader(lines.Buffer, export);
        }

        Queue<(UserId User, Task<RecommendationList?> List)> asked = new(UserListReader.Parallel);
        IAsyncEnumerable<UserId> users = export.Users.IsEmpty
            ? known.ReadAsync(DateTimeOffset.MinValue, clientGone)
            : export.Users.ToAsyncEnumerable();
        await foreach (UserId user in users.WithCancellation(clientGone))
        {
            if (asked.Count == UserListReader.Parallel)
            {
                await WriteNextAsync(asked, export, format, lines);
            }

            asked.Enqueue((user, lists.GetAsync(user, export.Query, clientGone)));
        }

        while (asked.Count > 0)
        {
            await WriteNextAsync(asked, export, format, lines);
        }
    }

    private async Task WriteNextAsync(
        Queue<(UserId User, Task<RecommendationList?> List)> asked,
        ListExport export,
        ExportFormat format,
        ExportStream lines)
    {
        (UserId user, Task<RecommendationList?> task) = asked.Dequeue();
        RecommendationList? list = await task;
        byte[] shown = list is null ? "[]"u8.ToArray() : await ItemsOfAsync(list, export.Fields);
        if (format == ExportFormat.Csv)
        {
            ListCsv.WriteLine(lines.Buffer, export, user, list, shown);
        }
        else
        {
            lines.WriteJson((user, list, shown), WriteLine);
        }

        await lines.SendAsync();
    }

    private async ValueTask<byte[]> ItemsOfAsync(RecommendationList list, FieldSelection? fields)
    {
        ServedList served = ServedList.Of(list);
        return (fields is null ? served : await items.AddToAsync(served, fields)).Rendered.Items;
    }

    /// <summary>Writes the JSON of <see cref="ExportedList"/>.</summary>
    private static void WriteLine(Utf8JsonWriter writer, (UserId User, RecommendationList? List, byte[] Items) line)
    {
        (UserId user, RecommendationList? list, byte[] shown) = line;
        writer.WriteStartObject();
        writer.WriteString("userId"u8, user.Value);
        if (list is not null)
        {
            writer.WriteString("recommendationId"u8, list.RecommendationId);
        }

        writer.WritePropertyName("items"u8);
        writer.WriteRawValue(shown, skipInputValidation: true);
        writer.WriteString("fallbackLevel"u8, ListJson.NameOf(list?.FallbackLevel ?? FallbackLevel.Static));
        if (ReasonOf(list) is { } reason)
        {
            writer.WriteString("fallbackReason"u8, reason);
        }

        if (list?.ModelVersion is { } version)
        {
            writer.WriteString("modelVersion"u8, version);
        }

        writer.WriteNumber("profileVersion"u8, list?.ProfileVersion ?? 0);
        writer.WriteEndObject();
    }

    /// <summary>Why a list is not fresh; null for a fresh one.</summary>
    public static string? ReasonOf(RecommendationList? list) => list is null ? "unavailable" : list.FallbackReason;
}
