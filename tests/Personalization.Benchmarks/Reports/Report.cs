namespace Personalization.Benchmarks.Reports;

/// <summary>The result of one run of a benchmark.</summary>
/// <param name="Page">The name of the results page, without folder and extension.</param>
/// <param name="Title">The title of the results page.</param>
/// <param name="Body">The tables and their explanations, as Markdown.</param>
internal sealed record Report(string Page, string Title, string Body)
{
    /// <summary>
    /// Gets the heading of this run on a page that several runs share; null if the run is the whole page.
    /// </summary>
    public string? Section { get; init; }

    /// <summary>Gets the conditions under which the figures hold, one sentence each.</summary>
    public IReadOnlyList<string> Limits { get; init; } = [];

    /// <summary>Gets the figures for <c>--json</c>.</summary>
    public object? Figures { get; init; }

    /// <summary>Gets a plot of the figures as SVG; null without a plot.</summary>
    public string? Picture { get; init; }

    /// <summary>Gets whether the benchmark fulfills its requirements; if not, the exit code is 1.</summary>
    public bool Succeeded { get; init; } = true;
}
