using System.Text.Json;
using System.Text.Json.Nodes;
using Personalization.ClusterTests.Experiments;

namespace Personalization.ClusterTests.Maintenance;

/// <summary>The answers of an engine about its users, its items and its experiment.</summary>
/// <param name="Exports">The exports of the users.</param>
/// <param name="Lists">The items of the users' lists.</param>
/// <param name="Results">The experiment's results.</param>
/// <param name="Item">An item.</param>
/// <param name="Model">The live model version.</param>
internal sealed record ShopAnswers(
    IReadOnlyDictionary<string, string> Exports,
    IReadOnlyDictionary<string, string> Lists,
    string Results,
    string Item,
    string Model)
{
    private const string ResultsPath = $"/v1/experiments/{Trial.Name}/results";

    /// <summary>Asks an engine.</summary>
    public static async Task<ShopAnswers> ReadAsync(HttpClient http, IReadOnlyList<string> users)
    {
        Dictionary<string, string> exports = [];
        Dictionary<string, string> lists = [];
        foreach (string user in users)
        {
            string path = $"/v1/users/{Uri.EscapeDataString(user)}";
            string export = await http.GetStringAsync(new Uri($"{path}/export", UriKind.Relative));
            exports[user] = string.Join(
                '\n', export.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Sorted));
            JsonElement list = await JsonAsync(http, $"{path}/recommendations?count=5&deadlineMs=20000");
            lists[user] = string.Join(
                ' ', list.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString()));
        }

        JsonElement results = await JsonAsync(http, ResultsPath);
        JsonElement models = await JsonAsync(http, "/v1/models");
        return new ShopAnswers(
            exports,
            lists,
            Sorted(results.GetProperty("results").GetRawText()),
            Sorted(await http.GetStringAsync(new Uri("/v1/items/item-2-3", UriKind.Relative))),
            models.GetProperty("live").GetString()!);
    }

    /// <summary>Gets the number of users in the experiment's results.</summary>
    public static async Task<long> UnitsAsync(HttpClient http) =>
        (await JsonAsync(http, ResultsPath)).GetProperty("results").GetProperty("arms").EnumerateArray()
            .Sum(arm => arm.GetProperty("units").GetInt64());

    /// <summary>Sorts the fields of JSON objects: the order of a dictionary differs between processes.</summary>
    private static string Sorted(string json) => Sorted(JsonNode.Parse(json))!.ToJsonString();

    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject fields => new JsonObject(fields.OrderBy(field => field.Key, StringComparer.Ordinal).Select(
            field => KeyValuePair.Create(field.Key, Sorted(field.Value)))),
        JsonArray elements => new JsonArray([.. elements.Select(Sorted)]),
        _ => node?.DeepClone(),
    };

    /// <summary>Gets the time up to which the results have read the log.</summary>
    public static async Task<DateTimeOffset> ResultsTimeAsync(HttpClient http) =>
        (await JsonAsync(http, ResultsPath)).GetProperty("asOf").GetDateTimeOffset();

    private static async Task<JsonElement> JsonAsync(HttpClient http, string path) =>
        JsonElement.Parse(await http.GetStringAsync(new Uri(path, UriKind.Relative)));
}
