namespace Personalization.Abstractions.Identity;

/// <summary>The reserved ids of synthetic users, with which the engine probes itself.</summary>
/// <remarks>
/// Clients cannot report events of these users. The engine leaves them out of models, counts and statistics.
/// </remarks>
public static class SyntheticUsers
{
    /// <summary>The prefix of the ids of synthetic users.</summary>
    public const string Prefix = "~synthetic-";

    private static readonly string KeyPrefix = UserKey.Encode(UserId.Create(Prefix));

    /// <summary>Creates the id of a synthetic user.</summary>
    /// <param name="name">A name that distinguishes the user from other synthetic users.</param>
    public static UserId Create(string name) => UserId.Create(Prefix + name);

    /// <summary>Gets whether an id belongs to a synthetic user.</summary>
    public static bool Contains(UserId user) => user.Value.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>Gets whether a key made by <see cref="UserKey"/> belongs to a synthetic user.</summary>
    public static bool ContainsKey(string userKey) => userKey.StartsWith(KeyPrefix, StringComparison.Ordinal);
}
