namespace Personalization.Hosting.Faults;

/// <summary>A fault that a person can cause to see what lists and pages do.</summary>
public enum Fault
{
    /// <summary>The event log answers reads and writes of users two seconds late.</summary>
    SlowStore,

    /// <summary>The model store cannot read a version, and the silo has none in memory.</summary>
    LostModel,

    /// <summary>No call reaches the grains of users, as after the loss of their silo.</summary>
    LostSilo,
}
