namespace Personalization.Hosting.Settings;

/// <summary>The role of a process.</summary>
public enum EngineRole
{
    /// <summary>A silo: hosts user grains and the models, without REST.</summary>
    Silo = 0,

    /// <summary>A REST API without a silo: it forwards to the silos and holds no user state.</summary>
    Api = 1,

    /// <summary>A silo and the REST API in one process: the complete engine, or a node of a cluster.</summary>
    Node = 2,
}
