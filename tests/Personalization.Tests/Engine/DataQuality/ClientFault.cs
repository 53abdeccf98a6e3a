namespace Personalization.Tests.Engine.DataQuality;

/// <summary>Faults of a client, applied to the counts of its events.</summary>
internal static class ClientFault
{
    /// <summary>The client has renamed <c>itemId</c>: none of its events is valid.</summary>
    public static void RenamesAField(Dictionary<string, int> counts) => AllInvalid(counts, "reject:itemId:required");

    /// <summary>The client has renamed <c>recommendationId</c>: every event is valid but lacks the field.</summary>
    public static void RenamesAnOptionalField(Dictionary<string, int> counts) => counts["field:recommendationId"] = 0;

    /// <summary>The client sends milliseconds instead of seconds in <c>occurredAt</c>.</summary>
    public static void SendsMillisecondsAsTime(Dictionary<string, int> counts) =>
        AllInvalid(counts, "reject:occurredAt:malformed");

    /// <summary>The client sends milliseconds instead of seconds in <c>value</c>.</summary>
    public static void SendsMillisecondsAsValue(Dictionary<string, int> counts)
    {
        (counts["value:5"], counts["value:6"]) = (counts["value:2"], counts["value:3"]);
        (counts["value:2"], counts["value:3"]) = (0, 0);
    }

    /// <summary>The client no longer sends purchases.</summary>
    public static void DropsPurchases(Dictionary<string, int> counts)
    {
        counts["received"] -= counts["type:purchase"];
        counts["field:occurredAt"] -= counts["type:purchase"];
        (counts["type:purchase"], counts["field:value"], counts["value:2"], counts["value:3"]) = (0, 0, 0, 0);
    }

    /// <summary>The client sends every event twice with the same id.</summary>
    public static void SendsTwice(Dictionary<string, int> counts)
    {
        int valid = counts["received"] - counts["rejected"];
        Double(counts, but: "duplicates");
        counts["duplicates"] += valid;
    }

    /// <summary>The client creates every event twice, each with another id.</summary>
    public static void MakesTwice(Dictionary<string, int> counts) => Double(counts, but: null);

    /// <summary>The client has lost its connection.</summary>
    public static void Stops(Dictionary<string, int> counts)
    {
        foreach (string name in counts.Keys.ToList())
        {
            counts[name] = 0;
        }
    }

    /// <summary>The client's clock is an hour slow.</summary>
    public static void LosesAnHour(Dictionary<string, int> counts) => counts["lag:late"] = counts["field:occurredAt"];

    /// <summary>Half of the client's items are not in the catalog.</summary>
    public static void SellsTheUnknown(Dictionary<string, int> counts) =>
        counts["unknownItems"] = (counts["received"] - counts["rejected"]) / 2;

    private static void AllInvalid(Dictionary<string, int> counts, string reason)
    {
        int all = counts["received"];
        Stops(counts);
        (counts["received"], counts["rejected"], counts[reason]) = (all, all, all);
    }

    private static void Double(Dictionary<string, int> counts, string? but)
    {
        foreach (string name in counts.Keys.Where(name => name != but).ToList())
        {
            counts[name] *= 2;
        }
    }
}
