namespace Personalization.Benchmarks.Load;

/// <summary>The users and items a load is made of.</summary>
/// <param name="Users">Their ids, plain ASCII.</param>
/// <param name="Items">Their ids, plain ASCII.</param>
internal sealed record Population(IReadOnlyList<string> Users, IReadOnlyList<string> Items);
