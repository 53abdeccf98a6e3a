using Personalization.Engine.Retrieval;

namespace Personalization.Engine.Datasets;

/// <summary>A hold-out case: the user's history and the next choice.</summary>
/// <param name="Signal">The events strictly before the choice's time. A discovery case has no events on the
/// target.</param>
/// <param name="Target">The number of the chosen item.</param>
/// <param name="User">The number of the user. Cases of one user are not independent.</param>
/// <param name="SeenAllowed">True if the list may repeat seen items. The target may then be a seen item.</param>
internal sealed record EvaluationCase(UserSignal Signal, int Target, int User, bool SeenAllowed = false);
