using Personalization.Abstractions.Pages;
using Personalization.Abstractions.Profiles;
using Personalization.Abstractions.Recommendations;

namespace Personalization.Grains.Users;

/// <summary>
/// Lets answers report durable versions only. An answer can reflect an event that is on its way to the log.
/// </summary>
internal static class DurableVersions
{
    /// <summary>Returns the list with a version that is durable.</summary>
    public static RecommendationList In(UserHistory history, RecommendationList list) =>
        history.IsSettled || list.ProfileVersion <= history.DurableVersion
            ? list
            : list with { ProfileVersion = history.DurableVersion, Rendering = null };

    /// <summary>Returns the page with a version that is durable.</summary>
    public static PageAnswer In(UserHistory history, PageAnswer page) =>
        history.IsSettled
            ? page
            : page with
            {
                ProfileVersion = Math.Min(page.ProfileVersion, history.DurableVersion),
                Rows = [.. page.Rows.Select(row => row with { List = In(history, row.List) })],
            };

    /// <summary>Returns the summary with a version that is durable.</summary>
    public static ProfileSummary In(UserHistory history, ProfileSummary summary) =>
        history.IsSettled ? summary : summary with { Version = history.DurableVersion };
}
