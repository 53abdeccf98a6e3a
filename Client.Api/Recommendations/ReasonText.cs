using Personalization.Abstractions.Recommendations;

namespace Personalization.Client.Api.Recommendations;

/// <summary>Formats a reason as a sentence for shoppers.</summary>
internal static class ReasonText
{
    /// <summary>Returns the sentence. Names an item by its title if known, else by its id.</summary>
    public static string Of(Reason reason, IReadOnlyDictionary<string, string> titles)
    {
        string evidence = reason.Evidence is null
            ? "items you viewed"
            : titles.GetValueOrDefault(reason.Evidence, reason.Evidence);
        return reason.Kind switch
        {
            ReasonKind.SimilarSessions => $"Users who viewed {evidence} also viewed this.",
            ReasonKind.SimilarTaste => $"Users with similar taste chose this; it is similar to {evidence}.",
            ReasonKind.ChosenTogether => $"Often chosen together with {evidence}.",
            ReasonKind.Popular => "Popular now.",
            ReasonKind.PopularInCategory => $"Popular now in {evidence}.",
            ReasonKind.New => "New in the catalog.",
            ReasonKind.Configured => "Selected by the shop.",
            ReasonKind.Rule => "Selected by the shop.",
            ReasonKind.ChosenBefore => "You viewed this before.",
            ReasonKind.BoughtTogether => $"Often bought together with {evidence}.",
            _ => reason.Kind.ToString(),
        };
    }
}
