namespace Personalization.Engine.Training.Ranker;

/// <summary>The machine cannot learn to rank; the message says what is missing. Everything else works without it.</summary>
internal sealed class RankLearnerUnavailableException(string message, Exception inner) : Exception(message, inner);
