namespace Personalization.Abstractions.Models;

/// <summary>Where a model version stands.</summary>
[GenerateSerializer, Alias("Personalization.ModelVersionStatus")]
public enum ModelVersionStatus
{
    /// <summary>Trained and kept, not serving.</summary>
    Candidate = 0,

    /// <summary>Serving.</summary>
    Live = 1,

    /// <summary>Served before the live one; the target of a roll-back.</summary>
    Previous = 2,

    /// <summary>Did not pass the offline gate; a person can still promote it.</summary>
    Refused = 3,

    /// <summary>Served once and was rolled back; never promoted by itself again.</summary>
    RolledBack = 4,
}
