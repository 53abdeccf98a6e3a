using Personalization.Abstractions.Events;
using Personalization.Engine.Profiles;
using Personalization.Engine.Retrieval;

namespace Personalization.Engine.Recommendations;

/// <summary>Converts a profile to the input of a model.</summary>
public static class SignalBuilder
{
    /// <summary>
    /// Gets the profile's events on items that the model knows, oldest first; none for a user who opted out.
    /// </summary>
    public static UserSignal Build(UserProfile profile, ItemIndex items, EventVocabulary vocabulary, DateTimeOffset now)
    {
        SignalEvent[] events = new SignalEvent[profile.Events.Count];
        int count = 0;
        string? type = null;
        double weight = 0;
        foreach (ProfileEvent done in profile.Preferences.OptOut ? [] : profile.Events)
        {
            if (!string.Equals(done.Type, type, StringComparison.Ordinal))
            {
                (type, weight) = (done.Type, vocabulary.WeightOf(done.Type));
            }

            if (weight != 0 && items.TryGet(done.ItemId, out int item))
            {
                events[count++] = new SignalEvent(item, (float)weight, done.TimeMs);
            }
        }

        return new UserSignal(events.AsMemory(0, count), now.ToUnixTimeMilliseconds());
    }
}
