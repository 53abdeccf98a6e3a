using Personalization.Engine.Models;
using Personalization.Engine.Ranking;

namespace Personalization.Engine.Training.Ranker;

/// <summary>Trains a ranker. The interface hides a library with native code that some machines cannot load.</summary>
internal interface IRankLearner
{
    /// <summary>Trains trees whose sum ranks the items of every list by their grades.</summary>
    /// <param name="examples">The examples; at least one list.</param>
    /// <param name="options">The number of trees, the leaves of a tree, and the seed.</param>
    /// <param name="cancellationToken">Cancels the operation before the library starts. The options bound its
    /// time.</param>
    /// <returns>The trees. The same examples and options give the same trees.</returns>
    /// <exception cref="RankLearnerUnavailableException">The native library, or one that it needs, is
    /// missing.</exception>
    TreeEnsemble Learn(RankingExamples examples, TrainingOptions options, CancellationToken cancellationToken);
}

/// <summary>This machine cannot train a ranker. The message names what is missing. The blend still works.</summary>
internal sealed class RankLearnerUnavailableException(string message, Exception inner) : Exception(message, inner);
