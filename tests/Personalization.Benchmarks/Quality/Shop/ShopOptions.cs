namespace Personalization.Benchmarks.Quality.Shop;

/// <summary>What the shop benchmark is asked to do.</summary>
/// <param name="Data">The folder with <c>events.csv</c> and <c>test_buy.csv</c>.</param>
/// <param name="Json">Where to write the figures as JSON; null for nowhere.</param>
/// <param name="Markdown">Where to write the tables; null for nowhere.</param>
/// <param name="Work">Where the engine keeps its data during the run; null for the folder for temporary files.</param>
/// <param name="BaselinesOnly">Whether to stop after the baselines, without an engine.</param>
internal sealed record ShopOptions(string Data, string? Json, string? Markdown, string? Work, bool BaselinesOnly);
