using Personalization.Engine.Retrieval;

namespace Personalization.Engine.Training.Ranker;

/// <summary>A moment at which a list could have been shown, and what the user did then.</summary>
/// <param name="Signal">What the user had done before, and the moment.</param>
/// <param name="Repeats">Whether items of the user's history may be on the list.</param>
/// <param name="Next">What the user did from then on until the session ended, the next choice first.</param>
internal sealed record RankingCase(UserSignal Signal, bool Repeats, ReadOnlyMemory<SignalEvent> Next);
