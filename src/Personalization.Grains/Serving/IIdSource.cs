namespace Personalization.Grains.Serving;

/// <summary>A source of unique ids.</summary>
/// <remarks>
/// Injected, so that a test chooses the ids and can assert them exactly. Safe for any number of concurrent callers.
/// </remarks>
public interface IIdSource
{
    /// <summary>Gets a new id.</summary>
    /// <returns>Lower-case letters and digits, unique across silos and restarts.</returns>
    string NextId();
}
