namespace Personalization.Engine.People;

/// <summary>A user with a score; higher is better.</summary>
/// <param name="User">The user.</param>
/// <param name="Score">The score.</param>
public readonly record struct ScoredUser(DirectoryUser User, float Score);
