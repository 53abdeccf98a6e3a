namespace Personalization.Tests.Engine.DataQuality;

/// <summary>What a fault of a client makes of the counts of its events.</summary>
internal static class ClientFault
{
    /// <summary>It has renamed <c>itemId</c>, or sends times as numbers: nothing it sends is valid.</summary>
    public static void RenamesAField(Dictionary<string, int> counts) => AllInvalid(counts, "reject:itemId:required");

    /// <summary>It has renamed <c>recommendationId</c>: every event is valid and tells less.</summary>
    public static void RenamesAnOptionalField(Dictionary<string, int> counts) => counts["field:recommendationId"] = 0;

    /// <summary>It sends milliseconds for seconds in <c>occurredAt</c>.</summary>
    public static void SendsMillisecondsAsTime(Dictionary<string, int> counts) => AllInvalid(counts, "reject:occurredAt:malformed");

    /// <summary>It sends milliseconds for seconds in <c>value</c>.</summary>
    public static void SendsMillisecondsAsValue(Dictionary<string, int> counts)
    {
        (counts["value:5"], counts["value:6"]) = (counts["value:2"], counts["value:3"]);
        (counts["value:2"], counts["value:3"]) = (0, 0);
    }

    /// <summary>It does not send purchases any more.</summary>
    public static void DropsPurchases(Dictionary<string, int> counts)
    {
        counts["received"] -= counts["type:purchase"];
        counts["field:occurredAt"] -= counts["type:purchase"];
        (counts["type:purchase"], counts["field:value"], counts["value:2"], counts["value:3"]) = (0, 0, 0, 0);
    }

    /// <summary>It sends every event twice with the same id.</summary>
    public static void SendsTwice(Dictionary<string, int> counts)
    {
        int valid = counts["received"] - counts["rejected"];
        Double(counts, but: "duplicates");
        counts["duplicates"] += valid;
    }

    /// <summary>It makes every event twice, each with an id of its own.</summary>
    public static void MakesTwice(Dictionary<string, int> counts) => Double(counts, but: null);

    /// <summary>It has lost its connection.</summary>
    public static void Stops(Dictionary<string, int> counts)
    {
        foreach (string name in counts.Keys.ToList())
        {
            counts[name] = 0;
        }
    }

    /// <summary>Its clock is an hour slow.</summary>
    public static void LosesAnHour(Dictionary<string, int> counts) => counts["lag:late"] = counts["field:occurredAt"];

    /// <summary>Half of what it sells is not in the catalogue.</summary>
    public static void SellsTheUnknown(Dictionary<string, int> counts) => counts["unknownItems"] = (counts["received"] - counts["rejected"]) / 2;

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
