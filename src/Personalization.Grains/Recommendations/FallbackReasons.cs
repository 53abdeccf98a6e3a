namespace Personalization.Grains.Recommendations;

/// <summary>The words that say why a list is not fresh.</summary>
internal static class FallbackReasons
{
    /// <summary>No model version is live yet.</summary>
    public const string NoModel = "noModel";

    /// <summary>Ranking did not end inside the deadline.</summary>
    public const string Deadline = "deadline";

    /// <summary>The profile has not reached the version asked for.</summary>
    public const string ProfileBehind = "profileBehind";

    /// <summary>The silo does not know whether it still is a member of the cluster: another may hold a later profile.</summary>
    public const string Unconfirmed = "unconfirmed";

    /// <summary>The user objects to personalization.</summary>
    public const string OptOut = "optOut";
}
