namespace Personalization.Client.Operations;

/// <summary>A registered experiment.</summary>
public sealed record Experiment
{
    /// <summary>The name.</summary>
    public string Name { get; init; } = string.Empty;

    /// <summary><c>draft</c>, <c>running</c>, <c>paused</c> or <c>stopped</c>.</summary>
    public string Status { get; init; } = string.Empty;

    /// <summary>The definition; null when the API cannot read it.</summary>
    public ExperimentDefinition? Definition { get; init; }

    /// <summary>When it was last started; null for never.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it was stopped; null while it is not stopped.</summary>
    public DateTimeOffset? StoppedAt { get; init; }

    /// <summary>All changes, oldest first.</summary>
    public IReadOnlyList<ExperimentChange> Changes { get; init => field = value ?? []; } = [];
}

/// <summary>One change of an experiment.</summary>
/// <param name="At">When it was made.</param>
/// <param name="What">The change, for example <c>started</c>.</param>
/// <param name="Note">Who made it, and why.</param>
public sealed record ExperimentChange(DateTimeOffset At, string What, ChangeNote? Note);

/// <summary>The author of a change and the reason.</summary>
/// <param name="By">The name of the API key or of the engine's component.</param>
/// <param name="Reason">The reason; null when none was given.</param>
public sealed record ChangeNote(string By, string? Reason = null);
