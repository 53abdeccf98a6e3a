namespace Personalization.Benchmarks.Load;

/// <summary>The judgement of an answer.</summary>
/// <param name="Outcome">The level of a list; <c>accepted</c>, <c>duplicate</c>, <c>rejected</c> or
/// <c>partlyUnavailable</c> of events; else the status with the problem's code.</param>
/// <param name="Served">Whether the request got what it asked for.</param>
/// <param name="TryAgain">Whether a client would try again.</param>
/// <param name="Accepted">Events accepted.</param>
/// <param name="Duplicates">Events known already.</param>
/// <param name="Rejected">Events found invalid.</param>
/// <param name="Unavailable">Events the store did not take.</param>
internal readonly record struct Verdict(string Outcome, bool Served, bool TryAgain, int Accepted =
    0, int Duplicates = 0, int Rejected = 0, int Unavailable = 0)
{
    /// <summary>Events that are in the log, as the engine says.</summary>
    public int Acknowledged => Accepted + Duplicates;
}
