namespace Personalization.Abstractions.Recommendations;

/// <summary>How good an answer is: the step of the ladder it was taken from, best first.</summary>
[GenerateSerializer, Alias("Personalization.Rung")]
public enum FallbackLevel
{
    /// <summary>Ranked for the user's present profile by the live model over the whole catalogue.</summary>
    Fresh = 0,

    /// <summary>Ranked for this user earlier; the profile, model or catalogue has moved on since.</summary>
    Cached = 1,

    /// <summary>What is popular among users with the same leading category.</summary>
    Segment = 2,

    /// <summary>What is popular with everybody.</summary>
    Popular = 3,

    /// <summary>The catalogue's newest items, or the configured list: nothing is known about demand.</summary>
    Static = 4,
}
