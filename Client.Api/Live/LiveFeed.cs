using System.Text.Json;
using Personalization.Abstractions.Recommendations;

namespace Personalization.Client.Api.Live;

/// <summary>Shows operators the events that this process receives and the lists that it serves.</summary>
/// <remarks>
/// While nobody watches, a request costs one read of <see cref="IsWatched"/>. Thread-safe.
/// </remarks>
internal sealed class LiveFeed(TimeProvider time)
{
    /// <summary>The most items of a list that an entry names.</summary>
    public const int MostItems = 10;

    private readonly Lock _lock = new();
    private LiveWatch[] _watches = [];

    /// <summary>Whether anybody watches.</summary>
    public bool IsWatched => Volatile.Read(ref _watches).Length > 0;

    /// <summary>Starts to watch. Dispose the result to end.</summary>
    /// <param name="kinds">The kinds of entries.</param>
    /// <param name="perSecond">The most entries of a second. Further entries are counted as skipped.</param>
    public LiveWatch Watch(LiveKinds kinds, int perSecond)
    {
        LiveWatch watch = new(kinds, perSecond, time, End);
        lock (_lock)
        {
            Volatile.Write(ref _watches, [.. _watches, watch]);
        }

        return watch;
    }

    /// <summary>Offers an entry to everybody who watches its kind.</summary>
    public void Add(LiveEntry entry)
    {
        foreach (LiveWatch watch in Volatile.Read(ref _watches))
        {
            watch.Offer(entry);
        }
    }

    /// <summary>Offers a served list.</summary>
    public void AddList(
        string userId, string placement, FallbackLevel level, string? reason, IEnumerable<string> items) =>
        Add(new LiveEntry(LiveKinds.List, time.GetUtcNow(), userId)
        {
            Placement = placement,
            FallbackLevel = level,
            FallbackReason = reason,
            Items = [.. items.Take(MostItems)],
        });

    /// <summary>Offers a list that is rendered already.</summary>
    public void AddList(string userId, string placement, ServedList list)
    {
        using JsonDocument items = JsonDocument.Parse(list.Rendered.Items);
        AddList(
            userId,
            placement,
            list.FallbackLevel,
            list.FallbackReason,
            items.RootElement.EnumerateArray().Select(item => item.GetProperty("id").GetString()!));
    }

    private void End(LiveWatch watch)
    {
        lock (_lock)
        {
            Volatile.Write(ref _watches, [.. _watches.Where(other => other != watch)]);
        }
    }
}
