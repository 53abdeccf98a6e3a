namespace Personalization.ClusterTests.Chaos;

/// <summary>A fault that the chaos run injects.</summary>
internal enum ChaosFault
{
    /// <summary><c>kill -9</c> of a silo.</summary>
    KillSilo,

    /// <summary>SIGTERM of a silo.</summary>
    TerminateSilo,

    /// <summary><c>kill -9</c> of an API process.</summary>
    KillApi,

    /// <summary>A silo freezes for longer than the others wait for it, and continues.</summary>
    FreezeSilo,

    /// <summary>A silo loses its network in both directions, and gets it back.</summary>
    CutSilo,

    /// <summary>Two silos cannot reach each other, but all other connections work.</summary>
    CutPair,

    /// <summary>The database restarts, which cuts every connection.</summary>
    RestartStore,

    /// <summary>The disk of the database is full for some seconds.</summary>
    FillDisk,

    /// <summary>A silo starts while the live model in the store is damaged. The model is repaired later.</summary>
    DamageModel,
}
