namespace Personalization.Client.Api.Live;

/// <summary>The kinds of entries that an operator can watch on the stream of a process.</summary>
[Flags]
internal enum LiveKinds
{
    /// <summary>No kind.</summary>
    None = 0,

    /// <summary>Events that were stored or are duplicates.</summary>
    Event = 1,

    /// <summary>Events that were rejected, with every error.</summary>
    Rejected = 2,

    /// <summary>Lists that were served, each row of a page for itself.</summary>
    List = 4,
}
