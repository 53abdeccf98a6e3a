namespace Personalization.Grains.Users;

/// <summary>The version of the user's profile whose cached lists other threads may read, if any.</summary>
/// <remarks>
/// The activation closes it in the same step in which the profile changes. An event is acknowledged after that step, so
/// no reader who knows of the acknowledgement can find an older list. Thread-safe.
/// </remarks>
internal sealed class ReadableVersion
{
    private const long None = -1;

    private long _version = None;

    /// <summary>Lets other threads read the lists of a version. Everything in the version must be durable.</summary>
    public void Open(long version) => Volatile.Write(ref _version, version);

    /// <summary>Ends reading by other threads.</summary>
    public void Close() => Volatile.Write(ref _version, None);

    /// <summary>Whether other threads may read the lists of a version.</summary>
    public bool IsOpenFor(long version) => Volatile.Read(ref _version) == version;
}
