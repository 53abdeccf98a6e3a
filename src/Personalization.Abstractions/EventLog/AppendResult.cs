namespace Personalization.Abstractions.EventLog;

/// <summary>What became of an append that was carried out. One that failed throws, and whether it was stored is then unknown.</summary>
public enum AppendResult
{
    /// <summary>All entries are durable.</summary>
    Appended = 0,

    /// <summary>One of the sequence numbers was taken: another activation wrote. Nothing was stored.</summary>
    Fenced = 1,
}
