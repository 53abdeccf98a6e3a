using Personalization.Engine.Models;
using Personalization.Engine.Ranking;
using Personalization.Engine.Training.Ranker;

namespace Personalization.Tests.Engine.Training.Ranker;

/// <summary>A learner that the test scripts. It counts its calls.</summary>
internal sealed class ScriptedLearner(Func<RankingExamples, TreeEnsemble> learn) : IRankLearner
{
    public int Asked { get; private set; }

    /// <summary>A machine without the native library.</summary>
    public static ScriptedLearner Missing() =>
        new(_ => throw new RankLearnerUnavailableException(
            "LightGBM cannot be loaded on this machine (no libgomp).", new DllNotFoundException("no libgomp")));

    public TreeEnsemble Learn(RankingExamples examples, TrainingOptions options, CancellationToken cancellationToken)
    {
        Asked++;
        return learn(examples);
    }
}
