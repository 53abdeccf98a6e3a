namespace Personalization.Engine.Training.Ranker;

/// <summary>This machine cannot train a ranker. The message names what is missing. The blend still works.</summary>
internal sealed class RankLearnerUnavailableException(string message, Exception inner) : Exception(message, inner);
