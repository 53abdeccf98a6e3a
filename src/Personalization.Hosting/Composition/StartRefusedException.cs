namespace Personalization.Hosting.Composition;

/// <summary>
/// The program cannot start on this machine as it is. The message lists every problem, one sentence a line.
/// </summary>
public sealed class StartRefusedException(IReadOnlyList<string> problems)
    : Exception(string.Join(Environment.NewLine, problems))
{
    /// <summary>Every problem, each with the path or address and a remedy.</summary>
    public IReadOnlyList<string> Problems { get; } = problems;
}
