using System.Threading.Channels;
using Microsoft.Extensions.Options;
using Personalization.Abstractions.Rollouts;
using Personalization.Engine.Recommendations;
using Personalization.Engine.Rollouts;
using Personalization.Grains.Serving;

namespace Personalization.Grains.Rollouts;

/// <summary>
/// Counts, in one silo, what a rollout needs: in a canary the lists of the new and of the live version, in a shadow how
/// their lists differ.
/// </summary>
/// <remarks>Without an active rollout the request path has one extra comparison.</remarks>
public sealed class RolloutCounter(ServingHolder holder, IOptions<RolloutOptions> options)
{
    /// <summary>The most requests that wait for the shadow; further ones are dropped.</summary>
    private const int Room = 32;

    private readonly Lock _counting = new();
    private readonly Channel<ShadowCase> _waiting = Channel.CreateBounded<ShadowCase>(Room);
    private readonly RankingCounter _live = new();
    private readonly RankingCounter _new = new();
    private volatile RolloutOrder _order = RolloutOrder.None;
    private RolloutTally _compared = RolloutTally.Empty;
    private long _offered;
    private long _uncovered;

    /// <summary>The counts that are collected now.</summary>
    public RolloutOrder Order => _order;

    /// <summary>The requests that the shadow ranks.</summary>
    internal ChannelReader<ShadowCase> Waiting => _waiting.Reader;

    /// <summary>Counts a list that was ranked for a user.</summary>
    internal void Ranked(ServingState serving, ComposedList list, TimeSpan took)
    {
        if (IsCounted(serving, RolloutStage.Canary))
        {
            Ranked(
                serving.Model!.Version == _order.Version,
                [.. list.Items.Take(ListDiversity.Depth).Select(item => item.ItemId.Value)],
                serving.Catalog,
                took);
        }
    }

    /// <summary>Counts a list that missed its deadline.</summary>
    internal void Late(ServingState serving) => Count(serving, counter => counter.Late());

    /// <summary>Counts a list whose ranking failed.</summary>
    internal void Failed(ServingState serving) => Count(serving, counter => counter.Failed());

    /// <summary>Returns the state of the new version when the shadow ranks this request too; otherwise null.</summary>
    internal ServingState? ShadowOf(ServingState serving)
    {
        if (!IsCounted(serving, RolloutStage.Shadow)
            || _order.Version is not { } version
            || serving.Model!.Version == version
            || holder.For(version) is not { } shadow
            || shadow.Model?.Version != version)
        {
            return null;
        }

        // Deterministic sampling: every (1 / share)-th request.
        long before = Interlocked.Increment(ref _offered) - 1;
        return Math.Floor((before + 1) * options.Value.ShadowShare) > Math.Floor(before * options.Value.ShadowShare)
            ? shadow
            : null;
    }

    /// <summary>Queues a request for the shadow, or counts it as dropped when the queue is full.</summary>
    internal void Offer(ShadowCase request)
    {
        if (!_waiting.Writer.TryWrite(request))
        {
            lock (_counting)
            {
                _compared = _compared with { Dropped = _compared.Dropped + 1 };
            }
        }
    }

    /// <summary>Counts the lists that both versions ranked for a shadowed request.</summary>
    /// <param name="live">The live version's list and its ranking time.</param>
    /// <param name="own">The new version's list and its ranking time; null when it failed.</param>
    /// <param name="catalog">The source of the items' categories.</param>
    internal void Compared(
        (IReadOnlyList<string> Items, TimeSpan Took) live,
        (IReadOnlyList<string> Items, TimeSpan Took)? own,
        CatalogSnapshot catalog)
    {
        if (own is { } ranked)
        {
            Ranked(true, ranked.Items, catalog, ranked.Took);
        }

        Ranked(false, live.Items, catalog, live.Took);
        lock (_counting)
        {
            if (own is { } list)
            {
                double overlap = ListSimilarity.Overlap(live.Items, list.Items, ListDiversity.Depth);
                double biased = ListSimilarity.RankBiased(live.Items, list.Items);
                _compared = _compared with
                {
                    Compared = _compared.Compared + 1,
                    Overlap = _compared.Overlap + overlap,
                    RankBiasedOverlap = _compared.RankBiasedOverlap + biased
                };
            }
            else
            {
                _new.Failed();
            }
        }
    }

    /// <summary>Returns the order and the counts since the last call, and resets the counts.</summary>
    public (RolloutOrder Order, RolloutTally Tally) Drain()
    {
        lock (_counting)
        {
            RolloutTally drained = _compared with { Live = _live.Drain(), New = _new.Drain() };
            _compared = RolloutTally.Empty;
            return (_order, drained);
        }
    }

    /// <summary>Sets what is counted. A different order drops the earlier counts.</summary>
    public void SetOrder(RolloutOrder order)
    {
        if (order != _order)
        {
            lock (_counting)
            {
                _order = order;
                (_, _, _compared, _uncovered) = (_live.Drain(), _new.Drain(), RolloutTally.Empty, 0);
            }
        }
    }

    private void Ranked(bool isNew, IReadOnlyList<string> items, CatalogSnapshot catalog, TimeSpan took)
    {
        lock (_counting)
        {
            RankingCounter counter = isNew ? _new : _live;
            counter.Ranked(items, catalog, took);

            // More lists have more distinct items: count only as many lists of the live version as of the new one.
            if (isNew || _uncovered > 0)
            {
                _uncovered += isNew ? 1 : -1;
                counter.Cover(items);
            }
        }
    }

    private void Count(ServingState serving, Action<RankingCounter> count)
    {
        if (IsCounted(serving, RolloutStage.Canary))
        {
            lock (_counting)
            {
                count(serving.Model!.Version == _order.Version ? _new : _live);
            }
        }
    }

    /// <summary>True for lists of the new and of the live version; false for lists of other experiments.</summary>
    private bool IsCounted(ServingState serving, RolloutStage stage) =>
        _order.Stage == stage
        && serving.Model is { } model
        && (model.Version == _order.Version || ReferenceEquals(model, holder.Current.Model));
}
