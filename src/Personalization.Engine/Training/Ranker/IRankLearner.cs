using Personalization.Engine.Models;
using Personalization.Engine.Ranking;

namespace Personalization.Engine.Training.Ranker;

/// <summary>Learns from lists to rank: the port behind which the learning library stands, with native code that not every machine can load.</summary>
internal interface IRankLearner
{
    /// <summary>Learns trees whose sum ranks the items of every list by their grades. The same examples and options give the same trees.</summary>
    /// <param name="examples">At least one list.</param>
    /// <param name="options">How many trees of how many leaves, and the seed.</param>
    /// <param name="cancellationToken">Gives up before the learning begins; the learning itself is bounded by the options.</param>
    /// <exception cref="RankLearnerUnavailableException">This machine cannot learn: the native library or something it needs is missing.</exception>
    TreeEnsemble Learn(RankingExamples examples, TrainingOptions options, CancellationToken cancellationToken);
}
