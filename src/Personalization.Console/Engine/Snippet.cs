namespace Personalization.OperatorConsole.Engine;

/// <summary>Writes the lines with which a page or a program shows a list.</summary>
internal static class Snippet
{
    private const string List = "/v1/users/ann/recommendations?placement=home&count=8";

    /// <summary>Writes a snippet.</summary>
    /// <param name="language"><c>html</c>, <c>csharp</c> or <c>curl</c>.</param>
    /// <param name="address">The address of the API, without a trailing slash.</param>
    /// <param name="needsKey">Whether the API has keys.</param>
    public static string Of(string language, string address, bool needsKey) => language switch
    {
        "csharp" => CSharp(address, needsKey),
        "curl" => CurlCommand.Of(address, "GET", List, null, needsKey),
        _ => Html(address, needsKey),
    };

    private static string Html(string address, bool needsKey) => $$"""
        <script type="module">
          import { Personalization } from "{{address}}/client/personalization.js";
          const p = new Personalization({ url: "{{address}}"{{(needsKey ? ", key: \"PUBLIC-KEY\"" : string.Empty)}} });
          p.start();
        </script>
        <personal-row placement="home" count="8"></personal-row>
        """;

    private static string CSharp(string address, bool needsKey) => $$"""
        builder.Services.AddPersonalizationClient(o =>
        {
            o.BaseAddress = new Uri("{{address}}");{{(needsKey
                ? "\n    o.ApiKey = builder.Configuration[\"Personalization:Key\"];"
                : string.Empty)}}
        });

        RecommendationList list = await client.Recommendations.GetAsync(
            userId, new RecommendationQuery { Placement = "home", Count = 8, Fields = ["title", "price"] });
        """;
}
