namespace Personalization.ClusterTests.EndToEnd;

/// <summary>Compares the stored events with the acknowledged ones.</summary>
internal static class LogCheck
{
    /// <summary>
    /// Asserts that every acknowledged event is stored once, at or before its acknowledged version, and that the
    /// sequence has no gap.
    /// </summary>
    /// <returns>The stored event ids of each user, in log order.</returns>
    public static async Task<Dictionary<string, string[]>> StoredAsync(
        WireClient client, IReadOnlyCollection<Ack> acknowledged)
    {
        Dictionary<string, string[]> logs = [];
        foreach (IGrouping<string, Ack> user in acknowledged.GroupBy(ack => ack.Event.UserId))
        {
            string[] log = await client.ExportAsync(user.Key);
            logs.Add(user.Key, log);
            Dictionary<string, int> places = Places(user.Key, log);
            foreach (Ack ack in user)
            {
                Assert.True(
                    places.TryGetValue(ack.Event.EventId, out int place),
                    $"{ack.Event.EventId} of {user.Key} was acknowledged but is not stored.");
                Assert.InRange(ack.Version, place, log.Length);
            }

            // the version counts the log's entries, which are all events here; a gap would make it higher
            Assert.Equal(log.Length, (await client.ProfileAsync(user.Key)).Version);
        }

        return logs;
    }

    /// <summary>Asserts that the stored events are exactly the sent ones.</summary>
    public static void Complete(Dictionary<string, string[]> logs, IEnumerable<WireEvent> sent)
    {
        foreach (IGrouping<string, WireEvent> user in sent.GroupBy(e => e.UserId))
        {
            Assert.Equal(
                user.Select(e => e.EventId).Order(StringComparer.Ordinal),
                logs[user.Key].Order(StringComparer.Ordinal));
        }
    }

    private static Dictionary<string, int> Places(string user, string[] log)
    {
        Dictionary<string, int> places = [];
        for (int i = 0; i < log.Length; i++)
        {
            Assert.True(
                places.TryAdd(log[i], i + 1),
                $"{log[i]} of {user} is stored twice, as entries {places.GetValueOrDefault(log[i])} and {i + 1}.");
        }

        return places;
    }
}
