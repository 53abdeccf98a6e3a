using Personalization.Engine.Retrieval;

namespace Personalization.Engine.Training.Ranker;

/// <summary>A moment at which a list could have been shown, and what the user did next.</summary>
/// <param name="Signal">The earlier events of the user, and the moment.</param>
/// <param name="Repeats">True if the list may contain items of the user's history.</param>
/// <param name="Target">The number of the item of the next choice.</param>
/// <param name="Next">The events of the user from the moment to the end of the session. They start with the basket of
/// the next choice.</param>
internal sealed record RankingCase(UserSignal Signal, bool Repeats, int Target, ReadOnlyMemory<SignalEvent> Next);
