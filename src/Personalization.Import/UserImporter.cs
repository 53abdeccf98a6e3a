using System.Text.Json;
using System.Text.Json.Nodes;

namespace Personalization.Import;

/// <summary>Imports stated preferences and merges of users.</summary>
/// <param name="settings">The options.</param>
/// <param name="sender">Sends the changes.</param>
/// <param name="totals">Receives the counts.</param>
/// <param name="reject">Called with the number of a rejected line and the reason.</param>
internal sealed class UserImporter(
    ImportSettings settings, ApiSender sender, ImportTotals totals, Action<long, string> reject)
{
    /// <summary>Sends the changes of each line. Repeating a line changes nothing.</summary>
    public Task RunAsync(IImportFormat format, CancellationToken cancellationToken) => Parallel.ForEachAsync(
        format.ReadUsersAsync(settings.File, cancellationToken),
        new ParallelOptions { MaxDegreeOfParallelism = settings.Parallel, CancellationToken = cancellationToken },
        async (line, stop) =>
        {
            string? problem = line.Problem ?? await SendAsync(line, stop);
            if (problem is null)
            {
                totals.AddUser();
            }
            else
            {
                reject(line.Number, problem);
            }
        });

    /// <summary>Sends the preferences, then the merge of a line.</summary>
    /// <returns>The reasons to refuse the line; null for none.</returns>
    private async Task<string?> SendAsync(ImportLine line, CancellationToken cancellationToken)
    {
        if (line.EventId.Length == 0)
        {
            return "id must not be empty.";
        }

        JsonObject change = JsonNode.Parse(line.Json.Span)!.AsObject();
        string? target = (string?)change["mergedInto"];
        _ = change.Remove("id");
        _ = change.Remove("mergedInto");
        string? problem = change.Count == 0 ? null : await sender.ChangeAsync(
            HttpMethod.Put, PathOf(line.EventId), JsonSerializer.SerializeToUtf8Bytes(change), cancellationToken);
        return problem is not null || target is null ? problem : await sender.ChangeAsync(
            HttpMethod.Post,
            $"{PathOf(target)}/merge",
            EventLine.Json(writer => writer.WriteString("from"u8, line.EventId)),
            cancellationToken);
    }

    private static string PathOf(string user) => $"/v1/users/{Uri.EscapeDataString(user)}";
}
