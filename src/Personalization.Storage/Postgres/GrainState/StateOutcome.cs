using System.Globalization;

namespace Personalization.Storage.Postgres.GrainState;

/// <summary>What became of a change to a grain's state.</summary>
/// <param name="IsConflict">Whether the caller's etag is not the row's; nothing was changed then.</param>
/// <param name="Etag">The row's etag now; 0 when there is no row.</param>
internal readonly record struct StateOutcome(bool IsConflict, long Etag)
{
    /// <summary>The etag as Orleans holds it.</summary>
    public string? EtagText => Etag == 0 ? null : Etag.ToString(CultureInfo.InvariantCulture);

    /// <summary>
    /// The number of an etag; 0 for none and -1, which no row ever has, for one that is not of this store.
    /// </summary>
    public static long Parse(string? etag) =>
        etag is null ? 0
        : long.TryParse(etag, NumberStyles.None, CultureInfo.InvariantCulture, out long number) && number > 0 ? number
        : -1;
}
