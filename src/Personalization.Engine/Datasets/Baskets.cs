using Personalization.Engine.Retrieval;

namespace Personalization.Engine.Datasets;

/// <summary>Finds the baskets in a user's history. A basket has all events of the user with one time.</summary>
/// <remarks>
/// Events of one basket are never each other's history: a shop sends the lines of an order together, so nobody asks for
/// a list between two lines. The lines of one order get one time when the log is built.
/// </remarks>
internal static class Baskets
{
    /// <summary>
    /// True if an event continues the basket before: another type of event on the same item, such as a purchase after a
    /// view. An event of the same type is a new choice, which a list that may repeat items should predict.
    /// </summary>
    /// <param name="events">The history, oldest first.</param>
    /// <param name="start">The index of the first event of the basket.</param>
    /// <param name="at">The index of the event.</param>
    public static bool Continues(ReadOnlySpan<SignalEvent> events, int start, int at)
    {
        for (int before = start - 1; before >= 0 && events[before].TimeMs == events[start - 1].TimeMs; before--)
        {
            if (events[before].Item == events[at].Item && events[before].Weight != events[at].Weight)
            {
                return true;
            }
        }

        return false;
    }
}
