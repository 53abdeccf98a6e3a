namespace Personalization.Engine.DataQuality;

/// <summary>What is stored of one client key's watch. Fields are only ever added.</summary>
public sealed class KeyMonitorState
{
    /// <summary>The key's name.</summary>
    public string Key { get; set; } = string.Empty;

    /// <summary>Its history, in a format of its own that says which version it is.</summary>
    public byte[] History { get; set; } = [];

    /// <summary>The charts that hold evidence.</summary>
    public Dictionary<string, CusumState> Charts { get; set; } = [];
}
