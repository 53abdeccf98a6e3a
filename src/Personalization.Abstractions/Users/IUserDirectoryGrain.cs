using Personalization.Abstractions.Identity;

namespace Personalization.Abstractions.Users;

/// <summary>
/// Knows the users who were active lately: the users of the latest events, at most 50,000. Key: 0.
/// </summary>
/// <remarks>
/// It reads the event log from its beginning when it is first asked, follows the log while it is used, and stores
/// nothing. Every answer covers the log up to the time of the call.
/// </remarks>
[GrainInterfaceType("Personalization.IUserDirectoryGrain"), Alias("Personalization.IUserDirectoryGrain")]
public interface IUserDirectoryGrain : IGrainWithIntegerKey
{
    /// <summary>Gets a page of the users, latest activity first.</summary>
    /// <returns>The page; null while the log is being read.</returns>
    [Alias("List")]
    ValueTask<UserListPage?> ListAsync(UserListQuery query);

    /// <summary>Finds users with a similar taste, most similar first.</summary>
    /// <param name="user">The user; need not be active lately.</param>
    /// <param name="count">The most users, from 1.</param>
    /// <returns>The users; null while the log is being read.</returns>
    [Alias("Similar")]
    ValueTask<UserMatches?> SimilarAsync(UserId user, int count);

    /// <summary>Finds the users who would like an item most, best first, without users who bought it.</summary>
    /// <param name="item">The item.</param>
    /// <param name="count">The most users, from 1.</param>
    /// <returns>The users; null while the log is being read.</returns>
    [Alias("Audience")]
    ValueTask<UserMatches?> AudienceAsync(ItemId item, int count);
}
