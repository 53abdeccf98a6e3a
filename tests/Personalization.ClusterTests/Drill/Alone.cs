namespace Personalization.ClusterTests.Drill;

/// <summary>
/// Tests whose deadlines mean something only when no other test takes the processor from them; they run after all
/// others, one at a time.
/// </summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
