namespace Personalization.Engine.Retrieval;

/// <summary>
/// The input of the candidate sources about a user: recent events on items that the model knows, and the time of the
/// request.
/// </summary>
/// <param name="Events">Oldest first; events of the same time in the order of the log. Empty for an unknown
/// user.</param>
/// <param name="NowMs">The time of the request, Unix milliseconds.</param>
public sealed record UserSignal(ReadOnlyMemory<SignalEvent> Events, long NowMs)
{
    /// <summary>Gets the moment of the request.</summary>
    /// <param name="sessionGapMs">A longer pause starts a new visit; milliseconds.</param>
    public Moment MomentOf(long sessionGapMs) =>
        Events.IsEmpty || NowMs - Events.Span[^1].TimeMs > sessionGapMs ? Moment.Opening : Moment.InSession;
}
