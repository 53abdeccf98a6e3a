using Personalization.Engine.Retrieval;

namespace Personalization.Benchmarks.Replay;

/// <summary>The answers of all rankers to one question.</summary>
/// <param name="Target">The kind of choice.</param>
/// <param name="User">The id of the user. Questions of one user are not independent.</param>
/// <param name="TimeMs">The time of the question, Unix milliseconds.</param>
/// <param name="Moment">The moment of the visit.</param>
/// <param name="UserAgeMs">The time since the user's first event, milliseconds; null for a user without
/// events.</param>
/// <param name="ItemAgeMs">The time since the first event on the target, milliseconds; null for an item that the model
/// does not know.</param>
/// <param name="Ranks">The rank of the target on each list, from 1; 0 if it is not on the list.</param>
internal sealed record ReplayAnswer(
    ReplayTarget Target,
    string User,
    long TimeMs,
    Moment Moment,
    long? UserAgeMs,
    long? ItemAgeMs,
    int[] Ranks);
