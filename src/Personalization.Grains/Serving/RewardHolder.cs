using System.Text.Json;
using Personalization.Abstractions.Experiments;
using Personalization.Engine.Exploration;

namespace Personalization.Grains.Serving;

/// <summary>What the silo knows of the rewards of explored items, swapped whole.</summary>
public sealed class RewardHolder
{
    /// <summary>So many draws of what may be true stand ready for Thompson sampling: propensities are shares of them.</summary>
    private const int Draws = 100;

    private volatile RewardSnapshot _current = new RewardModel(ActionFeatures.Count, ActionFeatures.Prior).Snapshot(Draws, 0);

    /// <summary>What is known now.</summary>
    public RewardSnapshot Current => _current;

    /// <summary>The revision of it; 0 for none.</summary>
    public long Revision { get; private set; }

    /// <summary>Takes in what was learnt.</summary>
    public void Set(LearnedRewards learnt)
    {
        RewardState? state = JsonSerializer.Deserialize(learnt.State, RewardStateJson.Default.RewardState);
        _current = new RewardModel(ActionFeatures.Count, ActionFeatures.Prior, state).Snapshot(Draws, (int)(learnt.Revision % int.MaxValue));
        Revision = learnt.Revision;
    }
}
