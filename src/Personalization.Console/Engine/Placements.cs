using System.Text.Json;
using Personalization.Client;
using Personalization.Client.Http;

namespace Personalization.OperatorConsole.Engine;

/// <summary>Reads the names of the placements.</summary>
internal static class Placements
{
    private const string Default = "default";

    /// <summary>Gets the names, the default placement first. An API without placements has only the default.</summary>
    public static async Task<IReadOnlyList<string>> NamesAsync(
        PersonalizationClient api, CancellationToken cancellationToken)
    {
        try
        {
            JsonElement body = await api.Merchandising.GetPlacementsAsync(cancellationToken);
            return [Default, .. Names(body).Where(name => name != Default).Order(StringComparer.Ordinal)];
        }
        catch (PersonalizationException)
        {
            return [Default];
        }
    }

    private static IEnumerable<string> Names(JsonElement body) =>
        body.TryGetProperty("placements", out JsonElement list) && list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray().Select(NameOf).OfType<string>()
            : [];

    private static string? NameOf(JsonElement placement) => placement.ValueKind == JsonValueKind.String
        ? placement.GetString()
        : placement.TryGetProperty("name", out JsonElement name) ? name.GetString() : null;
}
