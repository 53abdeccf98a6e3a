using Personalization.Abstractions.Events;
using Personalization.Abstractions.Retraining;
using Personalization.Engine.Models;
using Personalization.Grains.Serving;

namespace Personalization.Grains.Retraining;

/// <summary>
/// Counts, in one silo, the new events that models learn from, and how popular their items were when the live version
/// was trained.
/// </summary>
public sealed class RetrainingCounter(ServingHolder holder, EventVocabulary vocabulary)
{
    private readonly Lock _counting = new();
    private readonly long[] _counts = new long[PopularityBuckets.Count];
    private long _events;
    private string? _version;

    /// <summary>Counts the new events of one user.</summary>
    public void Count(IReadOnlyList<UserEvent> events)
    {
        ModelSnapshot? model = holder.Current.Model;
        lock (_counting)
        {
            if (_version != model?.Version)
            {
                Array.Clear(_counts);
                _version = model?.Version;
            }

            for (int i = 0; i < events.Count; i++)
            {
                UserEvent happened = events[i];
                if (vocabulary.WeightOf(happened.Type) != 0)
                {
                    _events++;
                    _ = model is null ? 0 : _counts[model.Buckets.Of(happened.ItemId.Value)]++;
                }
            }
        }
    }

    /// <summary>Returns the counts since the last call and resets them.</summary>
    public RetrainingReport Drain()
    {
        lock (_counting)
        {
            RetrainingReport drained = new(_events, _version, [.. _counts]);
            Array.Clear(_counts);
            _events = 0;
            return drained;
        }
    }
}
