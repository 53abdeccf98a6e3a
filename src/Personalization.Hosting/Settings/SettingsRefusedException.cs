namespace Personalization.Hosting.Settings;

/// <summary>The engine does not start with these settings. The message lists everything wrong, one sentence a line.</summary>
public sealed class SettingsRefusedException(IReadOnlyList<string> problems) : Exception(string.Join(Environment.NewLine, problems))
{
    /// <summary>Everything wrong, each with the key, the value and what is allowed.</summary>
    public IReadOnlyList<string> Problems { get; } = problems;
}
