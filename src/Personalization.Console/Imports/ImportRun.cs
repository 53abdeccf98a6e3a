using System.Text.Json;
using Personalization.Client;
using Personalization.Client.Events;
using Personalization.Client.Http;
using Personalization.Client.Items;
using Personalization.Import;

namespace Personalization.OperatorConsole.Imports;

/// <summary>Sends the lines of a file to the API, in batches, and collects the rejected ones.</summary>
/// <remarks>An import can be repeated: event ids depend on the lines, and items replace each other.</remarks>
internal sealed class ImportRun(PersonalizationClient api, ImportKind kind, TimeProvider time)
{
    /// <summary>The most rejected lines that are kept with their reasons.</summary>
    public const int MostRejects = 10_000;

    private const int Batch = 500;
    private const int Attempts = 5;
    private const string Unavailable = "unavailable";

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly string[] EventFields = ["userId", "type"];
    private static readonly string[] ItemFields = ["id"];

    private readonly SortedDictionary<long, ImportReject> _rejects = [];

    /// <summary>Lines processed.</summary>
    public long Done { get; private set; }

    /// <summary>Lines stored.</summary>
    public long Accepted { get; private set; }

    /// <summary>Events that the engine had already stored.</summary>
    public long Duplicates { get; private set; }

    /// <summary>Lines rejected.</summary>
    public long Rejected { get; private set; }

    /// <summary>Rejected lines in the order of the file, at most <see cref="MostRejects"/>.</summary>
    public IReadOnlyCollection<ImportReject> Rejects => _rejects.Values;

    /// <summary>Imports a file.</summary>
    /// <param name="file">The path.</param>
    /// <param name="format">Reads the file.</param>
    /// <param name="changed">Called after each batch.</param>
    /// <param name="stop">Stops after the present batch.</param>
    /// <exception cref="InvalidDataException">The file cannot be read.</exception>
    /// <exception cref="PersonalizationException">The API refused a whole batch.</exception>
    public async Task RunAsync(string file, IImportFormat format, Func<Task> changed, CancellationToken stop)
    {
        IAsyncEnumerable<ImportLine> lines = kind == ImportKind.Items
            ? format.ReadItemsAsync(file, stop)
            : format.ReadEventsAsync(file, stop);
        await foreach (ImportLine[] batch in lines.Chunk(Batch).WithCancellation(stop))
        {
            await SendAsync(batch, stop);
            await changed();
        }
    }

    private Task SendAsync(IReadOnlyList<ImportLine> batch, CancellationToken stop)
    {
        foreach (ImportLine line in batch.Where(line => line.Problem is not null))
        {
            Reject(line, line.Problem!);
        }

        return kind == ImportKind.Items
            ? SendItemsAsync(Read<Item>(batch, ItemFields), stop)
            : SendEventsAsync(Read<InteractionEvent>(batch, EventFields), stop);
    }

    private async Task SendItemsAsync(List<(ImportLine Line, Item Value)> items, CancellationToken stop)
    {
        if (items.Count > 0)
        {
            ItemBatchResult result = await api.Items.PutAsync(items.Select(item => item.Value), stop);
            foreach (ItemResult one in result.Results)
            {
                Count(items[one.Index].Line, one.Status, one.Errors);
            }
        }
    }

    private async Task SendEventsAsync(List<(ImportLine Line, InteractionEvent Value)> events, CancellationToken stop)
    {
        for (int attempt = 1; events.Count > 0; attempt++)
        {
            EventBatchResult result = await api.Events.SendAsync(events.Select(happened => happened.Value), stop);
            List<(ImportLine, InteractionEvent)> again = [];
            foreach (EventResult one in result.Results)
            {
                if (one.Status == Unavailable && attempt < Attempts)
                {
                    again.Add(events[one.Index]);
                }
                else
                {
                    Count(events[one.Index].Line, one.Status, one.Errors);
                }
            }

            events = again;
            if (events.Count > 0)
            {
                await Task.Delay(Pause, time, stop);
            }
        }
    }

    private List<(ImportLine Line, T Value)> Read<T>(IEnumerable<ImportLine> batch, string[] required)
    {
        List<(ImportLine, T)> read = [];
        foreach (ImportLine line in batch.Where(line => line.Problem is null))
        {
            try
            {
                using JsonDocument json = JsonDocument.Parse(line.Json);
                string[] missing = [.. required.Where(name => !json.RootElement.TryGetProperty(name, out _))];
                if (missing.Length > 0)
                {
                    Reject(line, string.Join(' ', missing.Select(name => $"{name} is missing.")));
                    continue;
                }

                read.Add((line, json.Deserialize<T>(JsonSerializerOptions.Web)!));
            }
            catch (JsonException wrong)
            {
                Reject(line, $"The value of {wrong.Path?.TrimStart('$', '.')} has another kind than the API takes.");
            }
        }

        return read;
    }

    private void Count(ImportLine line, string status, IReadOnlyList<RequestError>? errors)
    {
        switch (status)
        {
            case "accepted":
                Accepted++;
                Done++;
                break;
            case "duplicate":
                Duplicates++;
                Done++;
                break;
            default:
                Reject(line, errors is { Count: > 0 }
                    ? string.Join(' ', errors.Select(error => error.Message))
                    : "The store did not accept the event. Import the file again.");
                break;
        }
    }

    private void Reject(ImportLine line, string reason)
    {
        Done++;
        Rejected++;
        if (_rejects.Count < MostRejects)
        {
            _rejects[line.Number] = new ImportReject(line.Number, reason);
        }
    }
}

/// <summary>A line that was not imported.</summary>
/// <param name="Line">The number of the line, from 1.</param>
/// <param name="Reason">Every reason, as sentences.</param>
internal sealed record ImportReject(long Line, string Reason);
