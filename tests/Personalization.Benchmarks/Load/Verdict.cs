namespace Personalization.Benchmarks.Load;

/// <summary>The classification of an answer.</summary>
/// <param name="Outcome">The fallback level of a list; <c>accepted</c>, <c>duplicate</c>, <c>rejected</c> or
/// <c>partlyUnavailable</c> for events; otherwise the status with the problem's code.</param>
/// <param name="Served">Whether the request was served.</param>
/// <param name="TryAgain">Whether a client should retry.</param>
/// <param name="Accepted">Events accepted.</param>
/// <param name="Duplicates">Events that the engine already has.</param>
/// <param name="Rejected">Invalid events.</param>
/// <param name="Unavailable">Events that the store did not accept.</param>
internal readonly record struct Verdict(
    string Outcome,
    bool Served,
    bool TryAgain,
    int Accepted = 0,
    int Duplicates = 0,
    int Rejected = 0,
    int Unavailable = 0)
{
    /// <summary>Gets the number of events in the log.</summary>
    public int Acknowledged => Accepted + Duplicates;
}
