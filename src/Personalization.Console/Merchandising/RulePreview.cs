using System.Text.Json;
using Personalization.Client.Recommendations;

namespace Personalization.OperatorConsole.Merchandising;

/// <summary>The lists of one user without and with a rule.</summary>
/// <param name="UserId">The user.</param>
/// <param name="Before">The list without the rule.</param>
/// <param name="After">The list with the rule.</param>
/// <param name="Ndcg">The predicted value of the list after, as a share of the list before; null when unknown.</param>
internal sealed record RulePreview(string UserId, RecommendationList Before, RecommendationList After, double? Ndcg)
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    /// <summary>Adds the titles of the items.</summary>
    public RulePreview WithTitles(IReadOnlyDictionary<string, string?> titles) => this with
    {
        Before = Titled(Before, titles),
        After = Titled(After, titles),
    };

    /// <summary>Reads the answer of a preview.</summary>
    public static IReadOnlyList<RulePreview> ReadAll(JsonElement body)
    {
        JsonElement list = body.ValueKind == JsonValueKind.Array
            ? body
            : body.EnumerateObject().Select(field => field.Value)
                .FirstOrDefault(value => value.ValueKind == JsonValueKind.Array);
        return list.ValueKind == JsonValueKind.Array
            ? [.. list.EnumerateArray().Where(one => one.TryGetProperty("before", out _)).Select(Read)]
            : [];
    }

    private static RecommendationList Titled(RecommendationList list, IReadOnlyDictionary<string, string?> titles) =>
        list with { Items = [.. list.Items.Select(item => item with { Title = titles.GetValueOrDefault(item.Id) })] };

    private static RulePreview Read(JsonElement one) => new(
        one.TryGetProperty("userId", out JsonElement user) ? user.GetString() ?? string.Empty : string.Empty,
        ListOf(one.GetProperty("before")),
        ListOf(one.GetProperty("after")),
        one.TryGetProperty("predictedNdcg", out JsonElement ndcg) && ndcg.ValueKind == JsonValueKind.Number
            ? ndcg.GetDouble()
            : null);

    private static RecommendationList ListOf(JsonElement body) => body.ValueKind == JsonValueKind.Array
        ? new RecommendationList { Items = body.Deserialize<List<RecommendedItem>>(Web) ?? [] }
        : body.Deserialize<RecommendationList>(Web) ?? new RecommendationList();
}
