namespace Personalization.Hosting.Settings;

/// <summary>The engine does not start with these settings. The message lists every problem, one per line.</summary>
public sealed class SettingsRefusedException(IReadOnlyList<string> problems)
    : Exception(string.Join(Environment.NewLine, problems))
{
    /// <summary>Every problem, each with the key, the value and the allowed values.</summary>
    public IReadOnlyList<string> Problems { get; } = problems;
}
