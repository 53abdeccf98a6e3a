namespace Personalization.ClusterTests.EndToEnd;

/// <summary>Holds what the engine stored against what it acknowledged.</summary>
internal static class LogCheck
{
    /// <summary>
    /// Every acknowledged event is stored once, at or before the version its acknowledgement named, and the sequence
    /// has no gap.
    /// </summary>
    /// <returns>The stored event ids of each user, in order.</returns>
    public static async Task<Dictionary<string, string[]>> KeptAsync(WireClient client, IReadOnlyCollection<Ack> kept)
    {
        Dictionary<string, string[]> logs = [];
        foreach (IGrouping<string, Ack> user in kept.GroupBy(ack => ack.Event.UserId))
        {
            string[] log = await client.ExportAsync(user.Key);
            logs.Add(user.Key, log);
            Dictionary<string, int> places = Places(user.Key, log);
            foreach (Ack ack in user)
            {
                Assert.True(
                    places.TryGetValue(ack.Event.EventId, out int place),
                    $"{ack.Event.EventId} of {user.Key} was acknowledged and is lost.");
                Assert.InRange(ack.Version, place, log.Length);
            }

            // the version counts the log's entries, all of them events here: were a number skipped, it would be higher
            Assert.Equal(log.Length, (await client.ProfileAsync(user.Key)).Version);
        }

        return logs;
    }

    /// <summary>What is stored is exactly what was sent.</summary>
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
