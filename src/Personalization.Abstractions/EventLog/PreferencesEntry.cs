using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Profiles;

namespace Personalization.Abstractions.EventLog;

/// <summary>The user said something about themselves.</summary>
[GenerateSerializer, Immutable, Alias("Personalization.PreferencesEntry")]
public sealed record PreferencesEntry : LogEntry
{
    /// <summary>Who said it.</summary>
    [Id(0)]
    public required UserId UserId { get; init; }

    /// <summary>What was said; replaces what was said before.</summary>
    [Id(1)]
    public required StatedPreferences Preferences { get; init; }
}
