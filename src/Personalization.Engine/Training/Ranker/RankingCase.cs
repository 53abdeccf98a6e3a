using Personalization.Engine.Retrieval;

namespace Personalization.Engine.Training.Ranker;

/// <summary>A moment at which a list could have been shown, and what the user did next.</summary>
/// <param name="Signal">The earlier events of the user, and the moment.</param>
/// <param name="Repeats">True if the list may contain items of the user's history.</param>
/// <param name="Next">The events of the user from the moment to the end of the session, the next choice first.</param>
internal sealed record RankingCase(UserSignal Signal, bool Repeats, ReadOnlyMemory<SignalEvent> Next);
