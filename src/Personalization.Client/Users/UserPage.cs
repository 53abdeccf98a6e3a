namespace Personalization.Client.Users;

/// <summary>A page of users, latest activity first.</summary>
public sealed record UserPage
{
    /// <summary>The users.</summary>
    public IReadOnlyList<UserSummary> Users { get; init => field = value ?? []; } = [];

    /// <summary>The cursor of the next page; null on the last page.</summary>
    public string? Cursor { get; init; }

    /// <summary>The number of users on all pages; null when the API did not count.</summary>
    public long? Total { get; init; }
}

/// <summary>One user of a page.</summary>
/// <param name="Id">The user's id.</param>
/// <param name="LastEventAt">The time of the user's last event; null when unknown.</param>
/// <param name="Events">The number of the user's events; null when unknown.</param>
public sealed record UserSummary(string Id, DateTimeOffset? LastEventAt = null, long? Events = null);

/// <summary>The result of a merge.</summary>
/// <param name="ProfileVersion">The profile version after the merge.</param>
/// <param name="EventsMoved">The number of moved events; 0 when the change was made before.</param>
public sealed record MergeResult(long ProfileVersion, long EventsMoved);

/// <summary>A change of a profile.</summary>
/// <param name="ProfileVersion">The profile version that contains the change.</param>
public sealed record ProfileChange(long ProfileVersion);

/// <summary>The result of an erasure.</summary>
/// <param name="Erased">The number of erased log entries.</param>
public sealed record ErasureResult(long Erased);
