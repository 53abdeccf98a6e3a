namespace Personalization.Grains.Recommendations;

/// <summary>The reasons why a list is not fresh.</summary>
internal static class FallbackReasons
{
    /// <summary>No model version is live yet.</summary>
    public const string NoModel = "noModel";

    /// <summary>The live model version cannot be read; an earlier version or popular items serve.</summary>
    public const string ModelDamaged = "modelDamaged";

    /// <summary>Ranking did not finish within the deadline.</summary>
    public const string Deadline = "deadline";

    /// <summary>The profile has not reached the requested version.</summary>
    public const string ProfileBehind = "profileBehind";

    /// <summary>The silo cannot confirm its cluster membership: another silo can hold a later profile.</summary>
    public const string Unconfirmed = "unconfirmed";

    /// <summary>The user opted out of personalization.</summary>
    public const string OptOut = "optOut";
}
