namespace Personalization.Benchmarks.Reports;

/// <summary>The result of one run of a benchmark.</summary>
/// <param name="Page">The name of the results page, without folder and ending.</param>
/// <param name="Title">The title of the results page.</param>
/// <param name="Body">The tables and the sentences about them, as Markdown.</param>
internal sealed record Report(string Page, string Title, string Body)
{
    /// <summary>
    /// The heading of this run on a page that several runs share; null when the run is the whole page.
    /// </summary>
    public string? Section { get; init; }

    /// <summary>Conditions under which the figures hold, one sentence each.</summary>
    public IReadOnlyList<string> Limits { get; init; } = [];

    /// <summary>The figures for <c>--json</c>.</summary>
    public object? Figures { get; init; }

    /// <summary>A plot of the figures as SVG; null without one.</summary>
    public string? Picture { get; init; }

    /// <summary>Whether everything was as the benchmark requires; otherwise the program's exit code is 1.</summary>
    public bool Succeeded { get; init; } = true;
}
