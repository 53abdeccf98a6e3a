using System.Text.Json;
using Personalization.Abstractions.Experiments;
using Personalization.Engine.Exploration;

namespace Personalization.Grains.Serving;

/// <summary>The silo's learned rewards of explored items, replaced as a whole.</summary>
public sealed class RewardHolder
{
    /// <summary>The number of posterior samples for Thompson sampling; propensities are shares of them.</summary>
    private const int Draws = 100;

    private volatile RewardSnapshot _current = new RewardModel(
        ActionFeatures.Count, ActionFeatures.Prior).Snapshot(Draws, 0);

    /// <summary>The current rewards.</summary>
    public RewardSnapshot Current => _current;

    /// <summary>The revision of the rewards; 0 for none.</summary>
    public long Revision { get; private set; }

    /// <summary>Sets the learned rewards.</summary>
    public void Set(LearnedRewards learned)
    {
        RewardState? state = JsonSerializer.Deserialize(learned.State, RewardStateJson.Default.RewardState);
        _current = new RewardModel(
            ActionFeatures.Count, ActionFeatures.Prior, state).Snapshot(Draws, (int)(learned.Revision % int.MaxValue));
        Revision = learned.Revision;
    }
}
