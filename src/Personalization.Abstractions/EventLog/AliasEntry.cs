using Personalization.Abstractions.Identity;

namespace Personalization.Abstractions.EventLog;

/// <summary>From here on this user is another name of <see cref="Target"/>: what still arrives is passed on.</summary>
[GenerateSerializer, Immutable, Alias("Personalization.AliasEntry")]
public sealed record AliasEntry : LogEntry
{
    /// <summary>Who became an alias.</summary>
    [Id(0)]
    public required UserId UserId { get; init; }

    /// <summary>Whom it stands for.</summary>
    [Id(1)]
    public required UserId Target { get; init; }
}
