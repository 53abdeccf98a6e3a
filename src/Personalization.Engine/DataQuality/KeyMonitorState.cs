namespace Personalization.Engine.DataQuality;

/// <summary>The stored state of one client key. Fields are only ever added.</summary>
public sealed class KeyMonitorState
{
    /// <summary>The name of the key.</summary>
    public string Key { get; set; } = string.Empty;

    /// <summary>The history, encoded with its format number.</summary>
    public byte[] History { get; set; } = [];

    /// <summary>The detectors with evidence.</summary>
    public Dictionary<string, CusumState> Charts { get; set; } = [];
}
