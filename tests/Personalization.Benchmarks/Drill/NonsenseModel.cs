using System.Globalization;
using System.Text.Json;
using Personalization.Abstractions.Events;
using Personalization.Hosting.Sample;

namespace Personalization.Benchmarks.Drill;

/// <summary>Trains a bad model on a log whose purchases are joined with the wrong items.</summary>
/// <remarks>
/// In that log every visitor of an item buys the same other item, so the hold-out of this log rates the model well.
/// During the training the log has only these events; then the shoppers' history is restored. The bad version stays
/// available next to the good one, for a manual deployment.
/// </remarks>
internal static class NonsenseModel
{
    private const int Buyers = 4_800;
    private const int PairsOfEach = 5;
    private const int BuyersAtOnce = 100;
    private const int EventsAtOnce = 1_000;
    private const int RequestsAtOnce = 4;

    /// <summary>Trains the bad model and makes the good one live again.</summary>
    /// <param name="http">A client of the engine.</param>
    /// <param name="shop">The shop.</param>
    /// <param name="plan">The plan of the drill.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>The name of the bad version.</returns>
    public static async Task<string> MakeAsync(
        HttpClient http, DrillShop shop, DrillPlan plan, CancellationToken cancellationToken)
    {
        string good = (await GetAsync(http)).GetProperty("live").GetString()!;
        Random random = new(plan.Seed);
        SampleProduct[] seen = [.. shop.Catalog.Products];
        SampleProduct[] bought = [.. seen];
        random.Shuffle(bought);
        object[][] requests =
        [
            .. Enumerable.Range(0, Buyers)
                .SelectMany(buyer => PastOf(
                    buyer, seen, bought, random, plan.PastEnd.AddMinutes(-random.Next(60 * 24 * 30) - PairsOfEach)))
                .Chunk(BuyersAtOnce * PairsOfEach * 2),
        ];
        ParallelOptions few = new() { MaxDegreeOfParallelism = RequestsAtOnce, CancellationToken = cancellationToken };
        SampleShop past = SampleShop.Generate(plan.Seed, plan.PastEnd);
        await Parallel.ForEachAsync(past.Events.Select(done => done.UserId.Value).Distinct(), few, async (user, stop) =>
        {
            using HttpResponseMessage forgotten = await http.DeleteAsync(
                new Uri($"/v1/users/{user}", UriKind.Relative), stop);
            _ = forgotten.EnsureSuccessStatusCode();
        });
        await Parallel.ForEachAsync(
            requests, few, async (events, stop) => await ShopPast.SendAsync(http, events, stop));
        string bad = await ShopPast.TrainAsync(http, cancellationToken);
        foreach (UserEvent[] events in past.Events.Chunk(EventsAtOnce))
        {
            await ShopPast.SendAsync(http, [.. events.Select(done => new
            {
                done.EventId,
                userId = done.UserId.Value,
                done.Type,
                itemId = done.ItemId.Value,
                done.OccurredAt,
                done.Value
            })], cancellationToken);
        }

        await DeployAsync(http, good);
        return bad;
    }

    /// <summary>Deploys a version manually.</summary>
    public static async Task DeployAsync(HttpClient http, string version)
    {
        using HttpResponseMessage answer = await http.PostAsync(
            new Uri($"/v1/models/{version}/promote", UriKind.Relative), null);
        _ = answer.EnsureSuccessStatusCode();
    }

    private static IEnumerable<object> PastOf(
        int buyer, SampleProduct[] seen, SampleProduct[] bought, Random random, DateTimeOffset from)
    {
        for (int pair = 0; pair < PairsOfEach; pair++)
        {
            int which = random.Next(seen.Length);
            yield return Event(buyer, $"{pair}-seen", "view", seen[which], from.AddMinutes(pair));
            yield return Event(buyer, $"{pair}-bought", "purchase", bought[which], from.AddMinutes(pair + 0.5));
        }
    }

    private static object Event(int buyer, string id, string type, SampleProduct product, DateTimeOffset at) =>
        new
        {
            eventId = string.Create(CultureInfo.InvariantCulture, $"past-{buyer}-{id}"),
            userId = string.Create(
            CultureInfo.InvariantCulture, $"past-{buyer}"),
            type,
            itemId = product.Id.Value,
            occurredAt = at
        };

    private static Task<JsonElement> GetAsync(HttpClient http) => http.GetFromJsonAsync<JsonElement>("/v1/models");
}
