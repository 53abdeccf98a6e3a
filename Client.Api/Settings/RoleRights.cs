namespace Personalization.Client.Api.Settings;

/// <summary>The rights of each role.</summary>
internal static class RoleRights
{
    private static readonly ApiRight[] Reader =
    [ApiRight.ReadUserLists, ApiRight.ReadLists, ApiRight.ReadItems, ApiRight.ReadUsers, ApiRight.StreamUsers];

    private static readonly Dictionary<ApiRole, ApiRight[]> Rights = new()
    {
        [ApiRole.Read] = Reader,
        [ApiRole.Write] =
        [.. Reader, ApiRight.WriteEvents, ApiRight.WriteItems, ApiRight.WriteUsers, ApiRight.IssueTokens],
        [ApiRole.Operate] = Enum.GetValues<ApiRight>(),
        [ApiRole.Public] =
        [
            ApiRight.ReadUserLists, ApiRight.ReadLists, ApiRight.WriteEvents, ApiRight.IssueTokens,
            ApiRight.StreamUsers,
        ],
        [ApiRole.Ingest] = [ApiRight.WriteEvents],
        [ApiRole.Serve] = [ApiRight.ReadUserLists, ApiRight.ReadLists, ApiRight.ReadItems, ApiRight.IssueTokens],
        [ApiRole.Manage] =
        [
            ApiRight.ReadItems, ApiRight.ReadUsers, ApiRight.WriteItems, ApiRight.WriteUsers, ApiRight.IssueTokens,
            ApiRight.Export, ApiRight.FindUsers,
        ],
    };

    private static readonly int[] Masks =
    [.. Enum.GetValues<ApiRole>().Select(role => Rights[role].Aggregate(0, (mask, right) => mask | (1 << (int)right)))];

    /// <summary>Gets whether a role has a right.</summary>
    public static bool Has(this ApiRole role, ApiRight right) => (Masks[(int)role] & (1 << (int)right)) != 0;

    /// <summary>The names of the roles with a right, for people.</summary>
    public static string RolesWith(ApiRight right)
    {
        string[] names = [.. Enum.GetValues<ApiRole>().Where(role => role.Has(right)).Select(NameOf)];
        return names.Length == 1 ? names[0] : $"{string.Join(", ", names[..^1])} or {names[^1]}";
    }

    /// <summary>The name of a role as clients write it.</summary>
    public static string NameOf(ApiRole role) => role.ToString().ToLowerInvariant();
}

/// <summary>The right that an endpoint requires of its caller's key.</summary>
internal enum ApiRight
{
    /// <summary>Lists of one user, the user in the path.</summary>
    ReadUserLists,

    /// <summary>Lists that depend on no user.</summary>
    ReadLists,

    /// <summary>Items of the catalogue.</summary>
    ReadItems,

    /// <summary>Profiles and logs of users.</summary>
    ReadUsers,

    /// <summary>Recording events.</summary>
    WriteEvents,

    /// <summary>Creating, changing and deleting items.</summary>
    WriteItems,

    /// <summary>Preferences, merges and erasure of users.</summary>
    WriteUsers,

    /// <summary>Issuing user tokens.</summary>
    IssueTokens,

    /// <summary>The live stream of one user, the user in the path: its lists and a summary of its profile.</summary>
    StreamUsers,

    /// <summary>Lists of users: who was active, who is similar, who would want an item.</summary>
    FindUsers,

    /// <summary>Everything that concerns the engine as a whole.</summary>
    Operate,

    /// <summary>Exports of all items, events, users and lists.</summary>
    Export,
}
