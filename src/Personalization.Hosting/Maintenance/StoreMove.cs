using System.Text.Json.Nodes;
using Personalization.Abstractions.Catalog;
using Personalization.Hosting.Settings;
using Personalization.Storage.Files;
using Personalization.Storage.Sqlite.Catalog;
using Personalization.Storage.Sqlite.Connections;
using Personalization.Storage.Sqlite.EventLog;
using Personalization.Storage.Sqlite.GrainState;

namespace Personalization.Hosting.Maintenance;

/// <summary>Moves everything from the embedded store into the empty stores of another profile.</summary>
/// <remarks>
/// The source is not changed. The sequence numbers, aliases and preferences of users are log entries and stay as they
/// are. Unfinished trainings are not moved.
/// </remarks>
public static class StoreMove
{
    private const int PageStates = 200;
    private const int PageItems = 500;

    /// <summary>The states of followers of the log, which store their position in it.</summary>
    private static readonly string[] Followers = ["results", "exploration", "popularity"];

    /// <summary>Moves the data. The engine must not run.</summary>
    /// <param name="options">The settings of the target; <see cref="EngineOptions.DataPath"/> names the source.</param>
    /// <param name="configuration">All settings.</param>
    /// <param name="time">The clock.</param>
    /// <param name="loggers">The logs of the embedded store.</param>
    /// <param name="report">Receives lines for a person.</param>
    /// <param name="cancellationToken">Cancels the operation. The target must be emptied before the next try.</param>
    /// <exception cref="MaintenanceException">There is nothing to move, or the target is not empty.</exception>
    /// <exception cref="IOException">A store failed, or the engine runs on the source.</exception>
    public static async Task RunAsync(
        EngineOptions options,
        IConfiguration configuration,
        TimeProvider time,
        ILoggerFactory loggers,
        Action<string> report,
        CancellationToken cancellationToken)
    {
        string database = FolderChecks.RequireDatabase(options);
        await using SqliteStore source = SqliteStore.Open(
            new SqliteStorageOptions { Path = database }, loggers.CreateLogger<SqliteStore>(), time);
        await using MoveTarget target = await MoveTarget.OpenAsync(options, configuration, cancellationToken);
        if (!await target.IsEmptyAsync(cancellationToken))
        {
            throw new MaintenanceException($"The store of the profile '{options.Profile}' is not empty: move into an "
                + "empty database or account.");
        }

        FileModelStore models = new(DataFolder.ModelsOf(options.DataPath));
        await ModelCopy.RunAsync(models, target.Models, report, cancellationToken);
        report($"Moved {(await target.Models.ListAsync(cancellationToken)).Count} model versions.");
        int items = await MoveCatalogAsync(new SqliteCatalogStore(source), target, cancellationToken);
        report($"Moved {items} items.");
        SqliteEventLog events = new(source);
        _ = await events.FinishErasuresAsync(cancellationToken);
        SqliteGrainStates states = new(source);
        LogMove log = new(events, target, time);
        Dictionary<long, long> counts = await log.CopyAsync(
            await PositionsAsync(states, cancellationToken), cancellationToken);
        Dictionary<long, long> positions = await log.VerifyAsync(counts, cancellationToken);
        report($"Moved {log.Entries} log entries and read them back.");
        int moved = await MoveStatesAsync(states, target, positions, cancellationToken);
        report($"Moved {moved} grain states.");
    }

    private static async Task<int> MoveCatalogAsync(
        SqliteCatalogStore source, MoveTarget target, CancellationToken cancellationToken)
    {
        CatalogChange all = await source.ReadAsync(0, cancellationToken);
        long epoch = 0;
        foreach (CatalogItem[] some in all.Items.Chunk(PageItems))
        {
            epoch = await target.Catalog.WriteAsync(some, epoch, cancellationToken)
                ?? throw new MaintenanceException("Another process writes to the target. Stop it and try again.");
        }

        return all.Items.Length;
    }

    private static async Task<List<long>> PositionsAsync(SqliteGrainStates states, CancellationToken cancellationToken)
    {
        List<long> positions = [];
        await foreach (RawGrainState state in AllAsync(states, cancellationToken))
        {
            if (PositionOf(state) is { } position)
            {
                positions.Add(position);
            }
        }

        return positions;
    }

    private static async Task<int> MoveStatesAsync(
        SqliteGrainStates states,
        MoveTarget target,
        Dictionary<long, long> positions,
        CancellationToken cancellationToken)
    {
        int moved = 0;
        await foreach (RawGrainState state in AllAsync(states, cancellationToken))
        {
            RawState raw = new()
            {
                Payload = PositionOf(state) is { } position and > 0
                    ? WithPosition(state, positions[position])
                    : state.Payload,
            };
            await target.States.WriteStateAsync(
                state.StateName,
                GrainId.Parse(state.GrainId),
                new GrainState<RawState>(raw),
                cancellationToken);
            moved++;
        }

        return moved;
    }

    private static async IAsyncEnumerable<RawGrainState> AllAsync(
        SqliteGrainStates states,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        IReadOnlyList<RawGrainState> page;
        RawGrainState? last = null;
        do
        {
            page = await states.ReadAsync(last, PageStates, cancellationToken);
            foreach (RawGrainState state in page)
            {
                yield return last = state;
            }
        }
        while (page.Count == PageStates);
    }

    private static long? PositionOf(RawGrainState state) =>
        Followers.Contains(state.StateName) ? JsonNode.Parse(state.Payload.Span)?["position"]?.GetValue<long>() : null;

    private static byte[] WithPosition(RawGrainState state, long position)
    {
        JsonNode json = JsonNode.Parse(state.Payload.Span)!;
        json["position"] = position;
        return System.Text.Encoding.UTF8.GetBytes(json.ToJsonString());
    }
}
