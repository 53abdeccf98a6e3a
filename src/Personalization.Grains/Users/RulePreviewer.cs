using Personalization.Abstractions.Filters;
using Personalization.Abstractions.Merchandising;
using Personalization.Abstractions.Recommendations;
using Personalization.Engine.Merchandising;
using Personalization.Engine.Placements;
using Personalization.Engine.Profiles;
using Personalization.Engine.Recommendations;
using Personalization.Grains.Recommendations;
using Personalization.Grains.Serving;

namespace Personalization.Grains.Users;

/// <summary>Makes a user's lists without and with a rule. Caches and counts nothing.</summary>
internal sealed class RulePreviewer(
    ServingHolder holder, PlacementPolicies policies, ListComposer composer, TimeProvider time)
{
    private const string Id = "preview";

    /// <summary>Previews a rule. Its status, schedule, placements and audience are ignored.</summary>
    public RulePreview Preview(UserProfile profile, RulePreviewQuery query)
    {
        PlacementRules published = policies.Rules.For(query.Placement);
        MerchandisingRule rule = query.Rule with
        {
            Status = RuleStatus.Published,
            From = null,
            Until = null,
            Audience = null,
        };
        PlacementRules others = published.Without(rule.Id);
        RecommendationList before = Compose(profile, query, others);
        RecommendationList after = Compose(
            profile, query, CompiledRule.TryCompile(rule) is { } compiled ? others.With(compiled) : others);
        return new RulePreview(before, after, RuleCost.PredictedNdcg(before.Items, after.Items));
    }

    private RecommendationList Compose(UserProfile profile, RulePreviewQuery query, PlacementRules rules)
    {
        DateTimeOffset now = time.GetUtcNow();
        ServingState serving = holder.Current;
        PlacementPolicy policy = policies.For(query.Placement);
        FilterBindings bindings = new() { User = profile.Preferences.Attributes };
        bool isPersonal = serving.Model is not null && !profile.Preferences.OptOut;
        RecommendationFilter filter = new(
            serving, policy, isPersonal ? profile : null, null, null, now, rules.At(now, bindings));
        ComposedList list = isPersonal
            ? composer.Compose(serving, profile, policy, filter, query.Count, now, CancellationToken.None)
            : ListComposer.FillPopular(
                holder.Fallback.Popular(filter, RuledLists.PoolOf(filter, query.Count)), serving, filter, query.Count);
        return new RecommendationList
        {
            RecommendationId = Id,
            Items = list.Items,
            FallbackLevel = isPersonal ? FallbackLevel.Fresh : FallbackLevel.Popular,
            FallbackReason = isPersonal ? null
                : serving.Model is null ? FallbackReasons.NoModel : FallbackReasons.OptOut,
            RankedAt = now,
            ModelVersion = serving.Model?.Version,
            ProfileVersion = profile.Version,
        };
    }
}
