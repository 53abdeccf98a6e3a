using Personalization.Engine.Candidates;

namespace Personalization.Engine.Evaluation;

/// <summary>One question of the hold-out: what the user had done, and what they chose next.</summary>
/// <param name="Signal">The events before, without any on the target: the user had not found it yet.</param>
/// <param name="Target">The number of the item chosen.</param>
/// <param name="User">The user's number; cases of one user are not independent.</param>
internal sealed record EvaluationCase(UserSignal Signal, int Target, int User);
