namespace Personalization.Abstractions.Recommendations;

/// <summary>The fallback level of a list, best first.</summary>
[GenerateSerializer, Alias("Personalization.Rung")]
public enum FallbackLevel
{
    /// <summary>Ranked by the live model over the whole catalog for the user's present profile.</summary>
    Fresh = 0,

    /// <summary>Ranked for this user earlier; the profile, the model or the catalog has changed since.</summary>
    Cached = 1,

    /// <summary>Popular items among users with the same main category.</summary>
    Segment = 2,

    /// <summary>Popular items among all users.</summary>
    Popular = 3,

    /// <summary>The newest items in the catalog, or the configured list; the demand is unknown.</summary>
    Static = 4,
}
