using System.Globalization;

namespace Personalization.Storage.Postgres.GrainState;

/// <summary>Result of a change to a grain state.</summary>
/// <param name="IsConflict">True if the caller's etag did not match the row; nothing was changed.</param>
/// <param name="Etag">Current etag of the row; 0 if there is no row.</param>
internal readonly record struct StateOutcome(bool IsConflict, long Etag)
{
    /// <summary>The etag as text, in the form that Orleans uses.</summary>
    public string? EtagText => Etag == 0 ? null : Etag.ToString(CultureInfo.InvariantCulture);

    /// <summary>Parses an etag: 0 for none, and -1 (never used by a row) for one from another store.</summary>
    public static long Parse(string? etag) =>
        etag is null ? 0
        : long.TryParse(etag, NumberStyles.None, CultureInfo.InvariantCulture, out long number) && number > 0 ? number
        : -1;
}

/// <summary>Row of a grain state.</summary>
internal sealed record StoredState(long Etag, byte[] Payload);
