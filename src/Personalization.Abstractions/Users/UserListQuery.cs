namespace Personalization.Abstractions.Users;

/// <summary>Asks for a page of users. Immutable.</summary>
[GenerateSerializer, Immutable, Alias("Personalization.UserListQuery")]
public sealed record UserListQuery
{
    /// <summary>The beginning of the ids; null for all users.</summary>
    [Id(0)]
    public string? Prefix { get; init; }

    /// <summary>The position after which the page begins: <see cref="UserListPage.Next"/>; null to begin.</summary>
    [Id(1)]
    public long? Before { get; init; }

    /// <summary>The most users of the page, from 1.</summary>
    [Id(2)]
    public int Count { get; init; }
}
