namespace Personalization.Abstractions.EventLog;

/// <summary>The result of an append that completed.</summary>
/// <remarks>A failed append throws an exception; it is unknown then whether the entries were stored.</remarks>
public enum AppendResult
{
    /// <summary>All entries are stored durably.</summary>
    Appended = 0,

    /// <summary>Another activation has used one of the sequence numbers. Nothing was stored.</summary>
    Fenced = 1,
}
