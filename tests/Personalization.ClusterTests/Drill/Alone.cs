namespace Personalization.ClusterTests.Drill;

/// <summary>
/// Tests with deadlines that need the whole processor. They run after all other tests, one at a time.
/// </summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
