namespace Personalization.Hosting.Settings;

/// <summary>What a process of the engine is.</summary>
public enum EngineRole
{
    /// <summary>A silo: users' grains and the shared model; no REST.</summary>
    Silo = 0,

    /// <summary>A thin REST border that forwards to the silos; holds nothing of any user.</summary>
    Api = 1,

    /// <summary>
    /// Both in one process: the whole engine when it is alone, the cheapest node of a cluster when it is not.
    /// </summary>
    Node = 2,
}
