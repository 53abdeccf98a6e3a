using Orleans.Concurrency;
using Personalization.Abstractions.Identity;

namespace Personalization.Abstractions.Users;

/// <summary>Receives notices of changed users in an API process.</summary>
[GrainInterfaceType("Personalization.IUserObserver"), Alias("Personalization.IUserObserver")]
public interface IUserObserver : IGrainObserver
{
    /// <summary>Receives a notice. A notice can be lost, so the observer also asks from time to time.</summary>
    [OneWay, Alias("OnUser")]
    Task OnUserAsync(UserNotice notice);
}

/// <summary>A change of a watched user. Immutable.</summary>
/// <param name="Watched">The user as the observer named it; it can be an alias of the changed user.</param>
/// <param name="Change">The kind of change.</param>
/// <param name="Version">The profile version after the change.</param>
[GenerateSerializer, Immutable, Alias("Personalization.UserNotice")]
public sealed record UserNotice(
    [property: Id(0)] UserId Watched, [property: Id(1)] UserChange Change, [property: Id(2)] long Version);

/// <summary>The kinds of change of a watched user.</summary>
[GenerateSerializer, Alias("Personalization.UserChange")]
public enum UserChange
{
    /// <summary>The profile has a new version.</summary>
    Updated = 0,

    /// <summary>The user became an alias, or its grain left the silo. The observer must subscribe again.</summary>
    Moved = 1,

    /// <summary>The user was erased.</summary>
    Erased = 2,
}
