namespace Personalization.Abstractions.Identity;

/// <summary>
/// The users that the engine itself plays, to see whether it keeps its promises. Their ids are reserved: clients cannot report events of
/// them, and nothing is learned, counted or concluded from what they do.
/// </summary>
public static class SyntheticUsers
{
    /// <summary>How their ids begin.</summary>
    public const string Prefix = "~synthetic-";

    private static readonly string KeyPrefix = UserKey.Encode(UserId.Create(Prefix));

    /// <summary>The id of one.</summary>
    /// <param name="name">Tells it from others.</param>
    public static UserId Create(string name) => UserId.Create(Prefix + name);

    /// <summary>Whether an id is one of theirs.</summary>
    public static bool Contains(UserId user) => user.Value.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>Whether a key made by <see cref="UserKey"/> is one of theirs.</summary>
    public static bool ContainsKey(string userKey) => userKey.StartsWith(KeyPrefix, StringComparison.Ordinal);
}
