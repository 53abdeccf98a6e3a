namespace Personalization.Client.Api.Users;

/// <summary>What a user says about themselves, as it came in.</summary>
internal sealed record RawPreferences
{
    /// <summary>Categories the user likes; at most 64 of 128 characters.</summary>
    public IReadOnlyList<string?>? Categories { get; init; }

    /// <summary>Facts about the user; at most 64 names of 64 characters with values of 1,024.</summary>
    public IReadOnlyDictionary<string, string?>? Attributes { get; init; }

    /// <summary>Whether the user objects to personalization.</summary>
    public bool? OptOut { get; init; }
}
