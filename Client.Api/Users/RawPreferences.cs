using System.ComponentModel.DataAnnotations;

namespace Personalization.Client.Api.Users;

/// <summary>The stated preferences of a user.</summary>
internal sealed record RawPreferences
{
    /// <summary>The user's preferred categories: at most 64, each at most 128 characters.</summary>
    [MaxLength(64)]
    public IReadOnlyList<string?>? Categories { get; init; }

    /// <summary>
    /// The user's attributes: at most 64, with names of at most 64 and values of at most 1,024 characters.
    /// </summary>
    public IReadOnlyDictionary<string, string?>? Attributes { get; init; }

    /// <summary>Whether the user opts out of personalization.</summary>
    public bool? OptOut { get; init; }
}
