using System.Collections.Immutable;
using Personalization.Abstractions.Profiles;
using Personalization.Engine.Experiments.Attribution;

namespace Personalization.Engine.Profiles;

/// <summary>
/// A profile as it is stored: a shortcut past the log, never the truth. Fields are only ever added; each <see cref="Format"/>
/// ever written stays readable.
/// </summary>
public sealed class ProfileSnapshot
{
    /// <summary>The format this code writes.</summary>
    public const int CurrentFormat = 1;

    /// <summary>The format this snapshot was written in; 0 for none written yet.</summary>
    public int Format { get; set; }

    /// <summary>What the fold depended on besides the log (half-life, event weights): a snapshot of another folding is not used.</summary>
    public string Folding { get; set; } = string.Empty;

    /// <inheritdoc cref="UserProfile.Version"/>
    public long Version { get; set; }

    /// <inheritdoc cref="UserProfile.EventCount"/>
    public long EventCount { get; set; }

    /// <inheritdoc cref="UserProfile.Preferences"/>
    public StatedPreferences Preferences { get; set; } = new();

    /// <inheritdoc cref="UserProfile.AliasOf"/>
    public string? AliasOf { get; set; }

    /// <inheritdoc cref="UserProfile.Merged"/>
    public ImmutableArray<string> Merged { get; set; } = [];

    /// <inheritdoc cref="UserProfile.Events"/>
    public ImmutableArray<ProfileEvent> Events { get; set; } = [];

    /// <inheritdoc cref="UserProfile.Items"/>
    public ImmutableSortedDictionary<string, ItemState> Items { get; set; } = ImmutableSortedDictionary<string, ItemState>.Empty;

    /// <summary>The window of event ids; see <see cref="EventIdWindow.ToBytes"/>.</summary>
    public byte[] EventIds { get; set; } = [];

    /// <summary>The experiments the user is in; null for none, and in snapshots of before there were any.</summary>
    public UserExperimentsSnapshot? Trials { get; set; }
}
