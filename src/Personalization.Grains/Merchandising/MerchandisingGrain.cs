using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Personalization.Abstractions.Merchandising;
using Personalization.Grains.Serving;

namespace Personalization.Grains.Merchandising;

/// <inheritdoc cref="IMerchandisingGrain"/>
[GrainType("personalization-merchandising")]
public sealed class MerchandisingGrain(
    [PersistentState("merchandising", "models")] IPersistentState<MerchandisingState> stored,
    IOptions<SiloMessagingOptions> calls,
    TimeProvider time,
    ILogger<MerchandisingGrain> log) : Grain, IMerchandisingGrain
{
    private const int MostRules = 1_000;
    private const int MostPlacements = 1_000;
    private const int MostVersions = 50;

    private readonly SiloObservers<IMerchandisingObserver> _silos = new(
        SiloObservers<IMerchandisingObserver>.Patience(calls.Value, 2.0 / 3), time, log);

    /// <summary>The stored state. Readers interleave and must not see a change that is not stored.</summary>
    private MerchandisingState _published = new();

    private MerchandisingBoard? _board;

    /// <inheritdoc/>
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _published = stored.State;
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<MerchandisingBoard?> GetAsync(long known) =>
        ValueTask.FromResult(_published.Revision == known ? null : Board());

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<RuleVersion>> HistoryAsync(string id) =>
        ValueTask.FromResult(HistoryOf(_published, id));

    /// <inheritdoc/>
    public async ValueTask<RuleVersion> PutRuleAsync(MerchandisingRule rule, string by)
    {
        ImmutableArray<RuleVersion> history = HistoryOf(stored.State, rule.Id);
        RuleVersion? last = history.FirstOrDefault();
        if (last?.Rule is { } same && HasSameContent(same, rule))
        {
            return last;
        }

        if (last?.Rule is null && Board().Rules.Length >= MostRules)
        {
            throw new InvalidOperationException($"At most {MostRules} rules can be stored.");
        }

        return await AddAsync(rule.Id, history, last?.Rule is null ? "created" : "changed", rule, by);
    }

    /// <inheritdoc/>
    public async ValueTask<bool> DeleteRuleAsync(string id, string by)
    {
        ImmutableArray<RuleVersion> history = HistoryOf(stored.State, id);
        if (history is not [{ Rule: not null }, ..])
        {
            return false;
        }

        _ = await AddAsync(id, history, "deleted", null, by);
        return true;
    }

    /// <inheritdoc/>
    public async ValueTask<RuleVersion?> RevertAsync(string id, int version, string by)
    {
        ImmutableArray<RuleVersion> history = HistoryOf(stored.State, id);
        return history.FirstOrDefault(known => known.Version == version)?.Rule is { } rule
            ? await AddAsync(id, history, FormattableString.Invariant($"reverted to {version}"), rule, by)
            : null;
    }

    /// <inheritdoc/>
    public async ValueTask<PlacementVersion> PutPlacementAsync(PlacementDefinition placement, string by)
    {
        ImmutableArray<PlacementVersion> history = PlacementHistoryOf(placement.Name);
        PlacementVersion? last = history.FirstOrDefault();
        if (last?.Placement is { } same && HasSameContent(same, placement))
        {
            return last;
        }

        if (last?.Placement is null && Board().Placements.Length >= MostPlacements)
        {
            throw new InvalidOperationException($"At most {MostPlacements} placements can be stored.");
        }

        return await AddAsync(
            placement.Name, history, last?.Placement is null ? "created" : "changed", placement, by);
    }

    /// <inheritdoc/>
    public async ValueTask<bool> DeletePlacementAsync(string name, string by)
    {
        ImmutableArray<PlacementVersion> history = PlacementHistoryOf(name);
        if (history is not [{ Placement: not null }, ..])
        {
            return false;
        }

        _ = await AddAsync(name, history, "deleted", null, by);
        return true;
    }

    /// <inheritdoc/>
    public ValueTask<MerchandisingBoard> SubscribeAsync(IMerchandisingObserver observer)
    {
        _silos.Add(observer);
        return ValueTask.FromResult(Board());
    }

    private static ImmutableArray<RuleVersion> HistoryOf(MerchandisingState state, string id) =>
        state.Rules.FirstOrDefault(versions => versions[0].Id == id, []);

    private ImmutableArray<PlacementVersion> PlacementHistoryOf(string name) =>
        stored.State.Placements.FirstOrDefault(versions => versions[0].Name == name, []);

    /// <summary>Compares as JSON, because records compare arrays by reference.</summary>
    private static bool HasSameContent<T>(T left, T right) =>
        JsonSerializer.Serialize(left, MerchandisingStateJson.Default.Options)
        == JsonSerializer.Serialize(right, MerchandisingStateJson.Default.Options);

    private async ValueTask<RuleVersion> AddAsync(
        string id, ImmutableArray<RuleVersion> history, string change, MerchandisingRule? rule, string by)
    {
        RuleVersion added = new(
            id, (history.FirstOrDefault()?.Version ?? 0) + 1, time.GetUtcNow(), by, change, rule);
        ImmutableArray<RuleVersion> versions = [added, .. history.Take(MostVersions - 1)];
        await WriteAsync(stored.State with
        {
            Rules = [.. stored.State.Rules.Where(known => known[0].Id != id)
                .Append(versions)
                .OrderBy(known => known[0].Id, StringComparer.Ordinal)],
        });
        log.LogInformation("Rule {Rule} version {Version} was {Change} by {By}.", id, added.Version, change, by);
        return added;
    }

    private async ValueTask<PlacementVersion> AddAsync(
        string name, ImmutableArray<PlacementVersion> history, string change, PlacementDefinition? placement, string by)
    {
        PlacementVersion added = new(
            name, (history.FirstOrDefault()?.Version ?? 0) + 1, time.GetUtcNow(), by, change, placement);
        ImmutableArray<PlacementVersion> versions = [added, .. history.Take(MostVersions - 1)];
        await WriteAsync(stored.State with
        {
            Placements = [.. stored.State.Placements.Where(known => known[0].Name != name)
                .Append(versions)
                .OrderBy(known => known[0].Name, StringComparer.Ordinal)],
        });
        log.LogInformation(
            "Placement {Placement} version {Version} was {Change} by {By}.", name, added.Version, change, by);
        return added;
    }

    /// <summary>
    /// Stores a change and informs every silo. A failed write deactivates the grain: the stored state is unknown, and
    /// the next activation reads it.
    /// </summary>
    private async ValueTask WriteAsync(MerchandisingState state)
    {
        stored.State = state with { Revision = state.Revision + 1 };
        try
        {
            await stored.WriteStateAsync();
        }
        catch
        {
            DeactivateOnIdle();
            throw;
        }

        _published = stored.State;
        _board = null;
        MerchandisingBoard board = Board();
        await _silos.TellAsync(silo => silo.OnMerchandisingAsync(board));
    }

    private MerchandisingBoard Board() => _board ??= new MerchandisingBoard
    {
        Revision = _published.Revision,
        Rules = [.. _published.Rules.Select(versions => versions[0]).Where(latest => latest.Rule is not null)],
        Placements =
            [.. _published.Placements.Select(versions => versions[0]).Where(latest => latest.Placement is not null)],
    };
}
