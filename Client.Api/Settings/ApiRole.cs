namespace Personalization.Client.Api.Settings;

/// <summary>The role of an API key. Each role includes the roles before it.</summary>
internal enum ApiRole
{
    /// <summary>Reads lists, items and profiles.</summary>
    Read = 0,

    /// <summary>Writes events, items and preferences; erases and merges users.</summary>
    Write = 1,

    /// <summary>Manages models, rollouts, experiments, feeds and data quality; opens the dashboard.</summary>
    Operate = 2,
}
