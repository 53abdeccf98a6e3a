namespace Personalization.Client.Api.Recommendations;

/// <summary>A kind of call that has a deadline. Its parts capture nothing, so that a call costs no closures.</summary>
/// <typeparam name="TWith">What the parts need.</typeparam>
/// <typeparam name="T">The answer.</typeparam>
/// <param name="Ask">Asks the engine; ends when the token does.</param>
/// <param name="Instead">Answers, for a reason, in the engine's place.</param>
/// <param name="Done">Told of the engine's answer.</param>
internal sealed record ListCall<TWith, T>(Func<TWith, CancellationToken, ValueTask<T>> Ask, Func<TWith, string, T> Instead, Action<TWith, T>? Done = null);
