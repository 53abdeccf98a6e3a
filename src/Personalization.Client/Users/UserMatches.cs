namespace Personalization.Client.Users;

/// <summary>Users who match a user or an item.</summary>
public sealed record UserMatches
{
    /// <summary>The users, best first.</summary>
    public IReadOnlyList<UserMatch> Users { get; init => field = value ?? []; } = [];

    /// <summary>The number of active users that were compared.</summary>
    public long Compared { get; init; }

    /// <summary>The model version that compared them; null without a model.</summary>
    public string? ModelVersion { get; init; }

    /// <summary>
    /// Why no user was compared: <c>noModel</c>, <c>unknownItem</c>, <c>noHistory</c> or <c>optedOut</c>; null when
    /// users were compared.
    /// </summary>
    public string? Reason { get; init; }
}

/// <summary>A user who matches.</summary>
public sealed record UserMatch
{
    /// <summary>The user's id.</summary>
    public string Id { get; init; } = string.Empty;

    /// <summary>
    /// For similar users: the similarity, above 0, at most 1. For an audience: the score that the model's factors give
    /// the item for the user.
    /// </summary>
    public double Score { get; init; }

    /// <summary>The time of the user's last event.</summary>
    public DateTimeOffset? LastEventAt { get; init; }

    /// <summary>
    /// For similar users: items that both users chose. For an audience: the item of the user's history that counts
    /// most.
    /// </summary>
    public IReadOnlyList<string> Evidence { get; init => field = value ?? []; } = [];
}
