using Personalization.Abstractions.Recommendations;

namespace Personalization.Client.Api.Recommendations;

/// <summary>Says a reason in a sentence a shopper understands.</summary>
internal static class ReasonText
{
    /// <summary>The sentence; evidence that is an item is named by its title when that is known.</summary>
    public static string Of(Reason reason, IReadOnlyDictionary<string, string> titles)
    {
        string evidence = reason.Evidence is null
            ? "what you looked at"
            : titles.GetValueOrDefault(reason.Evidence, reason.Evidence);
        return reason.Kind switch
        {
            ReasonKind.SimilarSessions => $"Others who looked at {evidence} went on to this.",
            ReasonKind.SimilarTaste => $"People with a taste like yours chose it; it is close to {evidence}.",
            ReasonKind.ChosenTogether => $"Often chosen together with {evidence}.",
            ReasonKind.Popular => "Popular with everybody now.",
            ReasonKind.PopularInCategory => $"Popular now in {evidence}.",
            ReasonKind.New => "New in the catalogue.",
            ReasonKind.Configured => "Picked by the shop.",
            ReasonKind.ChosenBefore => "You looked at it before.",
            _ => reason.Kind.ToString(),
        };
    }
}
