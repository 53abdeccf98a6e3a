namespace Personalization.Import;

/// <summary>What the lines of a file are.</summary>
internal enum ImportKind
{
    /// <summary>Events.</summary>
    Events = 0,

    /// <summary>Items of the catalog.</summary>
    Items = 1,

    /// <summary>Stated preferences and merges of users.</summary>
    Users = 2,
}
