using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Personalization.Abstractions.Profiles;
using Personalization.Engine.Experiments.Attribution;

namespace Personalization.Engine.Profiles;

/// <summary>
/// The stored snapshot of a profile, which shortens the replay of the log. Fields may be added but never removed, and
/// every written <see cref="Format"/> stays readable.
/// </summary>
public sealed class ProfileSnapshot
{
    /// <summary>The format that this version writes.</summary>
    public const int CurrentFormat = 1;

    /// <summary>The format of this snapshot; 0 before the first write.</summary>
    public int Format { get; set; }

    /// <summary>
    /// The inputs of the fold besides the log: half-life and event weights. A snapshot with other inputs is not used.
    /// </summary>
    public string Folding { get; set; } = string.Empty;

    /// <inheritdoc cref="UserProfile.Version"/>
    public long Version { get; set; }

    /// <inheritdoc cref="UserProfile.EventCount"/>
    public long EventCount { get; set; }

    /// <inheritdoc cref="UserProfile.Preferences"/>
    public StatedPreferences Preferences { get; set; } = new();

    /// <inheritdoc cref="UserProfile.AliasOf"/>
    public string? AliasOf { get; set; }

    /// <summary>The ids of all merged users, for versions that do not read <see cref="Merges"/>.</summary>
    public ImmutableArray<string> Merged { get; set; } = [];

    /// <summary>The merges; null for none, and in a snapshot of a version that stored ids only.</summary>
    public ImmutableArray<MergedUser>? Merges { get; set; }

    /// <inheritdoc cref="UserProfile.IsForgetting"/>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsForgetting { get; set; }

    /// <inheritdoc cref="UserProfile.Events"/>
    public ImmutableArray<ProfileEvent> Events { get; set; } = [];

    /// <inheritdoc cref="UserProfile.Items"/>
    public ImmutableSortedDictionary<string, ItemState> Items { get; set; } =
        ImmutableSortedDictionary<string, ItemState>.Empty;

    /// <summary>The window of event ids; see <see cref="EventIdWindow.ToBytes"/>.</summary>
    public byte[] EventIds { get; set; } = [];

    /// <summary>The user's experiments; null for none, and in a snapshot written before experiments existed.</summary>
    public UserExperimentsSnapshot? Trials { get; set; }
}
