namespace Personalization.Storage.Sqlite.Backup;

/// <summary>Numbers of what an embedded store holds.</summary>
public sealed record StoreContent
{
    /// <summary>The version of the tables.</summary>
    public required long SchemaVersion { get; init; }

    /// <summary>Number of log entries.</summary>
    public required long Entries { get; init; }

    /// <summary>Number of items, deleted ones included.</summary>
    public required long Items { get; init; }

    /// <summary>Number of grain states.</summary>
    public required long GrainStates { get; init; }
}
