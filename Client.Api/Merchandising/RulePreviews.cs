using System.Collections.Immutable;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Merchandising;
using Personalization.Abstractions.Recommendations;
using Personalization.Client.Api.Engine;
using Personalization.Client.Api.Http;

namespace Personalization.Client.Api.Merchandising;

/// <summary>Previews rules on real users. No list of a preview is cached or counted.</summary>
internal static class RulePreviews
{
    private const int DefaultCount = 20;

    /// <summary>Handles <c>POST /v1/rules/{id}/preview</c>.</summary>
    public static async Task PreviewAsync(
        HttpContext context, IGrainFactory grains, UserGrains users, BodyReader bodies, RuleNames names)
    {
        string id = RuleEndpoints.IdOf(context);
        ParsedElement<RawPreview> read = await bodies.ReadOneAsync<RawPreview>(
            context.Request, RuleReader.ReadPreview);
        await names.CheckAsync(read.Value?.Rule, "$.rule", read.Errors);
        RawPreview body = read.Valid();
        MerchandisingRule rule = body.Rule?.ToRule(id) ?? (await RuleEndpoints.FindAsync(grains, id)).Rule!;
        string placement =
            body.Placement ?? rule.Placements.FirstOrDefault(RecommendationQuery.DefaultPlacement);
        RulePreviewQuery query = new(rule, placement, body.Count ?? DefaultCount);
        UserId[] asked = [.. body.UserIds!.Select(user => UserId.Create(user!))];
        RulePreview[] previews = await Task.WhenAll(asked.Select(user => users.Of(user).PreviewAsync(query).AsTask()));
        ImmutableArray<UserPreview> shown =
        [
            .. asked.Zip(previews, (user, preview) => new UserPreview(
                user, preview.PredictedNdcg, Items(preview.Before), Items(preview.After))),
        ];
        await JsonResponse.WriteAsync(
            context,
            StatusCodes.Status200OK,
            new PreviewResponse(
                placement,
                shown,
                shown.Any(user => user.PredictedNdcg is not null)
                    ? shown.Average(user => user.PredictedNdcg)
                    : null),
            MerchandisingJson.Default.PreviewResponse);
    }

    private static ImmutableArray<PreviewItem> Items(RecommendationList list) =>
    [
        .. list.Items.Select(item => new PreviewItem(
            item.ItemId, item.Score, item.Reason.Kind == ReasonKind.Rule ? item.Reason.Evidence : null)),
    ];
}
