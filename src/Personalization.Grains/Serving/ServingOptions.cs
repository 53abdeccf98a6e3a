using System.ComponentModel.DataAnnotations;

namespace Personalization.Grains.Serving;

/// <summary>How lists are cached, and how a silo follows the live model and the catalogue.</summary>
public sealed class ServingOptions
{
    /// <summary>The length of the ranked list that is cached, so that further pages need no ranking.</summary>
    [Range(20, 2_000)]
    public int ListLength { get; set; } = 100;

    /// <summary>The age at which an unchanged cached list is ranked again, seconds.</summary>
    [Range(1, 86_400)]
    public int ListMaxAgeSeconds { get; set; } = 300;

    /// <summary>The most cached lists of a user, by placement and filter.</summary>
    [Range(1, 64)]
    public int ListsPerUser { get; set; } = 4;

    /// <summary>
    /// How long a silo keeps a user without events and preferences in memory, seconds. Draws of explored lists that no
    /// event names within this time are dropped.
    /// </summary>
    [Range(1, 1_800)]
    public int UnknownUserSeconds { get; set; } = 30;

    /// <summary>How often a silo asks for changes of model and catalogue in case a notice was lost, seconds.</summary>
    [Range(1, 3_600)]
    public int RefreshSeconds { get; set; } = 3;
}
