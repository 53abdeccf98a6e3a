namespace Personalization.ClusterTests.Clients;

/// <summary>Programs that use generated clients. The tests compile them beside the generated code.</summary>
internal static class GeneratedSample
{
    /// <summary>Puts items, records a view, and reads a list and a page with the client of NSwag.</summary>
    public const string CSharp =
        """
        using System.Text.Json;
        using System.Text.Json.Serialization;

        namespace Generated;

        public partial class ApiClient
        {
            // A field that is not set is left out instead of being sent as null.
            static partial void UpdateJsonSerializerSettings(JsonSerializerOptions settings) =>
                settings.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        }

        public static class Sample
        {
            public static async Task<string> RunAsync(HttpClient http)
            {
                ApiClient api = new(http);
                ItemResponse item = await api.PutItemAsync("gen-1", new ItemRequest
                {
                    Title = "Two-person tent", Categories = ["tents"], Price = 199,
                    Attributes = new Dictionary<string, object> { ["brand"] = "acme", ["rating"] = 4.5 },
                });
                _ = await api.PatchItemAsync("gen-1", new ItemRequest { Price = 179 });
                EventBatchOutcome stored = await api.PostEventsAsync(new EventRequest
                {
                    EventId = "gen-e1", UserId = "gen-ann", Type = "view", ItemId = "gen-1",
                });
                RecommendationResponse list = await api.GetRecommendationsAsync(
                    "gen-bob", count: 5, fields: "title,price", deadlineMs: 5000);
                PageResponse page = await api.GetPageAsync("gen-bob", new PageRequest
                {
                    DeadlineMs = 5000,
                    Rows = [new RowRequest { Id = "new", Source = RowRequestSource.Newest, Count = 3 }],
                });
                try
                {
                    await api.GetItemAsync("gen-none");
                    return "an unknown item was found";
                }
                catch (ApiException<Problem> problem)
                {
                    RecommendedItemResponse first = list.Items.Single(listed => listed.Id == "gen-1");
                    return $"{item.Title}, {stored.Accepted} stored, {first.Item.Price}, {page.Rows.Single().Id}, "
                        + $"{problem.Result.Status}";
                }
            }
        }
        """;

    /// <summary>Uses the types of openapi-typescript; the marked lines must not compile.</summary>
    public const string TypeScript =
        """
        import type { components, operations } from "./api";

        type Schemas = components["schemas"];
        type Query = NonNullable<operations["getRecommendations"]["parameters"]["query"]>;

        const event: Schemas["EventRequest"] = { eventId: "e-1", userId: "ann", type: "view", itemId: "p-1" };
        const page: Schemas["PageRequest"] = { rows: [{ id: "a", source: "newest", count: 3 }] };
        const query: Query = { count: 5, fields: "title,price" };

        export function titles(list: Schemas["RecommendationResponse"]): string[] {
          const level: "fresh" | "cached" | "segment" | "popular" | "static" = list.fallbackLevel;
          const score: number | undefined = list.items[0]?.score;
          return list.items.map(item => item.item?.title ?? item.id).concat(level, `${score ?? 0}`);
        }

        export function problems(problem: Schemas["Problem"]): string[] {
          return (problem.errors ?? []).map(error => `${error.path}: ${error.message}`);
        }

        // @ts-expect-error a row needs a source
        const noSource: Schemas["RowRequest"] = { id: "a" };
        // @ts-expect-error a source has a listed name
        const wrongSource: Schemas["RowRequest"] = { id: "a", source: "newst" };
        // @ts-expect-error a count is a number
        const wrongCount: Query = { count: "5" };

        export const all = [event, page, query, noSource, wrongSource, wrongCount];
        """;
}
