using System.Text.Json;
using System.Threading.Channels;

namespace Personalization.Import;

/// <summary>Imports a file through the API.</summary>
/// <remarks>
/// The lines of one user go to one sender, so that parallel senders keep the order of each user's events.
/// </remarks>
internal sealed class Importer(ImportSettings settings, ApiSender sender, ImportTotals totals, RejectsFile rejects)
{
    /// <summary>Imports items, then users, then events.</summary>
    /// <exception cref="ImportFailedException">The API rejected a batch or did not answer.</exception>
    public async Task RunAsync(Checkpoint checkpoint, CancellationToken cancellationToken)
    {
        IImportFormat format = ImportFormats.Of(settings);
        if (checkpoint.Done == 0 || settings.Kind == ImportKind.Items)
        {
            await SendItemsAsync(format.ReadItemsAsync(settings.File, cancellationToken), cancellationToken);
        }

        await new UserImporter(settings, sender, totals, Reject).RunAsync(format, cancellationToken);

        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Channel<ImportLine>[] lanes =
        [.. Enumerable.Range(0, settings.Parallel).Select(_ => Channel.CreateBounded<ImportLine>(settings.Batch * 2))];
        Task[] senders = [.. lanes.Select(lane => SendLaneAsync(lane.Reader, checkpoint, stop))];
        await Task.WhenAll([DistributeAsync(format, lanes, checkpoint, stop), .. senders]);
    }

    private async Task SendItemsAsync(IAsyncEnumerable<ImportLine> items, CancellationToken cancellationToken)
    {
        await foreach (ImportLine[] batch in items.Chunk(settings.Batch).WithCancellation(cancellationToken))
        {
            List<ImportLine> lines = [.. batch.Where(line => CheckReadable(line))];
            if (lines.Count > 0)
            {
                using JsonDocument answer = await sender.PostAsync("/v1/items", lines, cancellationToken);
                totals.AddItems(
                    answer.RootElement.GetProperty("accepted").GetInt64(), settings.Kind == ImportKind.Items);
                Report(answer, lines);
            }
        }
    }

    private async Task DistributeAsync(
        IImportFormat format, Channel<ImportLine>[] lanes, Checkpoint checkpoint, CancellationTokenSource stop)
    {
        try
        {
            long done = checkpoint.Done;
            await foreach (ImportLine line in format.ReadEventsAsync(settings.File, stop.Token))
            {
                if (line.Number > done && CheckReadable(line))
                {
                    checkpoint.Begin(line.Number);
                    await lanes[LaneOf(line.UserId, lanes.Length)].Writer.WriteAsync(line, stop.Token);
                }
            }
        }
        catch
        {
            await stop.CancelAsync();
            throw;
        }
        finally
        {
            foreach (Channel<ImportLine> lane in lanes)
            {
                _ = lane.Writer.TryComplete();
            }
        }
    }

    private async Task SendLaneAsync(
        ChannelReader<ImportLine> lane, Checkpoint checkpoint, CancellationTokenSource stop)
    {
        try
        {
            List<ImportLine> batch = new(settings.Batch);
            while (await lane.WaitToReadAsync(stop.Token))
            {
                while (batch.Count < settings.Batch && lane.TryRead(out ImportLine line))
                {
                    batch.Add(line);
                }

                await SendEventsAsync(batch, checkpoint, stop.Token);
                batch.Clear();
            }
        }
        catch
        {
            await stop.CancelAsync();
            throw;
        }
    }

    private async Task SendEventsAsync(
        List<ImportLine> batch, Checkpoint checkpoint, CancellationToken cancellationToken)
    {
        using JsonDocument answer = await sender.PostAsync("/v1/events", batch, cancellationToken);
        JsonElement root = answer.RootElement;
        if (root.GetProperty("unavailable").GetInt64() > 0)
        {
            throw new ImportFailedException(
                "The engine's store did not accept all events, even after retries.");
        }

        totals.Add(root.GetProperty("accepted").GetInt64(), root.GetProperty("duplicates").GetInt64());
        Report(answer, batch);
        checkpoint.End(batch.Select(line => line.Number));
        checkpoint.Save();
    }

    private void Report(JsonDocument answer, List<ImportLine> lines)
    {
        foreach (JsonElement result in answer.RootElement.GetProperty("results").EnumerateArray())
        {
            if (result.GetProperty("status").GetString() == "rejected")
            {
                IEnumerable<string?> reasons = result.GetProperty("errors")
                    .EnumerateArray()
                    .Select(error => error.GetProperty("message").GetString());
                Reject(lines[result.GetProperty("index").GetInt32()].Number, string.Join(' ', reasons));
            }
        }
    }

    private bool CheckReadable(ImportLine line)
    {
        if (line.Problem is { } problem)
        {
            Reject(line.Number, problem);
        }

        return line.Problem is null;
    }

    private void Reject(long number, string reason)
    {
        totals.AddRejected();
        rejects.Add(number, reason);
    }

    /// <summary>Selects a lane by a hash (FNV-1a) that is equal in every process.</summary>
    private static int LaneOf(string user, int lanes)
    {
        uint hash = 2166136261;
        foreach (char c in user)
        {
            hash = (hash ^ c) * 16777619;
        }

        return (int)(hash % (uint)lanes);
    }
}
