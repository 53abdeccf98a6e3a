using Personalization.Engine.Retrieval;

namespace Personalization.Engine.Datasets;

/// <summary>One question of the hold-out: what the user had done, and what they chose next.</summary>
/// <param name="Signal">The events before; for a case of discovery without any on the target: the user had not found it yet.</param>
/// <param name="Target">The number of the item chosen.</param>
/// <param name="User">The user's number; cases of one user are not independent.</param>
/// <param name="SeenAllowed">Whether what the user has met may be on the list; then the target may be such an item too.</param>
internal sealed record EvaluationCase(UserSignal Signal, int Target, int User, bool SeenAllowed = false);
