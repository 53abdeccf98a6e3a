namespace Personalization.Client.Recommendations;

/// <summary>The values of <see cref="RecommendationList.FallbackLevel"/>, best first.</summary>
public static class FallbackLevels
{
    /// <summary>Ranked for the user with the present profile, model and catalog.</summary>
    public const string Fresh = "fresh";

    /// <summary>Computed earlier for the same user.</summary>
    public const string Cached = "cached";

    /// <summary>Ranked for users like this one.</summary>
    public const string Segment = "segment";

    /// <summary>Popular with all users.</summary>
    public const string Popular = "popular";

    /// <summary>Configured by the operator.</summary>
    public const string Static = "static";
}
