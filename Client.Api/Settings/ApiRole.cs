namespace Personalization.Client.Api.Settings;

/// <summary>What a key may do; each role may do what the ones before it may.</summary>
internal enum ApiRole
{
    /// <summary>Ask for lists, items, profiles.</summary>
    Read = 0,

    /// <summary>Send events, items, preferences; forget and merge users.</summary>
    Write = 1,

    /// <summary>Train, promote and roll back models; see the dashboard.</summary>
    Operate = 2,
}
