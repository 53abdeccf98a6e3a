namespace Personalization.Client.Api.Settings;

/// <summary>The role of an API key. <see cref="RoleRights"/> holds what each role may do.</summary>
internal enum ApiRole
{
    /// <summary>Reads lists, items and profiles of all users. Superseded by <see cref="Serve"/>.</summary>
    Read = 0,

    /// <summary>
    /// Reads, writes events and items, and changes users. Superseded by <see cref="Ingest"/> and <see cref="Manage"/>.
    /// </summary>
    Write = 1,

    /// <summary>Does everything, also models, rollouts, experiments, feeds, data quality, keys and dashboard.</summary>
    Operate = 2,

    /// <summary>
    /// Visible in web pages: sends events and reads lists of the one user that a user token names, from the key's
    /// origins.
    /// </summary>
    Public = 3,

    /// <summary>Sends events of all users.</summary>
    Ingest = 4,

    /// <summary>Reads lists and items, and issues user tokens.</summary>
    Serve = 5,

    /// <summary>Reads and changes users and items, and issues user tokens.</summary>
    Manage = 6,
}
