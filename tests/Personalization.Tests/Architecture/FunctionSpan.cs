namespace Personalization.Tests.Architecture;

/// <summary>A method, constructor, operator or property body in a file.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Line">The line of its first word, from 1.</param>
/// <param name="Lines">How many lines it has, from its first word to its last brace.</param>
internal sealed record FunctionSpan(string Name, int Line, int Lines);
