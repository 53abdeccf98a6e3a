namespace Personalization.Client.Api.Users;

/// <summary>The body of a merge.</summary>
internal sealed record RawMerge
{
    /// <summary>The user whose profile moves into the one of the path.</summary>
    public string? From { get; init; }
}
