using System.CommandLine;
using System.Text.Json;

namespace Personalization.Benchmarks.Reports;

/// <summary>Runs a benchmark from the command line and writes its report.</summary>
internal sealed class BenchmarkCommand
{
    private readonly IBenchmark _benchmark;
    private readonly Option<string?> _json = new("--json")
    {
        Description = "Also write the figures to this file, as JSON.",
    };

    private readonly Option<string?> _markdown = new("--markdown")
    {
        Description = "Also write the report to this file, as Markdown.",
    };

    private readonly Option<string?> _picture = new("--picture")
    {
        Description = "Also draw the figures into this .svg file, if the benchmark has a plot.",
    };

    private readonly Option<bool> _publish = new("--publish")
    {
        Description = "Overwrite the benchmark's page in tests/Personalization.Benchmarks/results.",
    };

    private BenchmarkCommand(IBenchmark benchmark) => _benchmark = benchmark;

    /// <summary>Creates the command of a benchmark.</summary>
    public static Command Of(IBenchmark benchmark)
    {
        BenchmarkCommand runner = new(benchmark);
        Command command = benchmark.CreateCommand();
        command.Options.Add(runner._json);
        command.Options.Add(runner._markdown);
        command.Options.Add(runner._picture);
        command.Options.Add(runner._publish);
        command.SetAction(runner.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        Report report;
        try
        {
            // A benchmark computes for minutes before its first await. On its own thread it cannot hold up SIGTERM.
            report = await Task.Run(
                () => _benchmark.RunAsync(arguments, Console.Out, cancellationToken), cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await Console.Out.WriteLineAsync("Canceled.");
            return 1;
        }
        catch (Exception error) when (error is CannotRunException or InvalidDataException)
        {
            await Console.Out.WriteLineAsync(error.Message);
            return 1;
        }

        RunFacts facts = RunFacts.Now();
        string page = ReportWriter.Page(report, facts);
        await Console.Out.WriteLineAsync($"\n{page}");
        string? figures = report.Figures is null
            ? null
            : JsonSerializer.Serialize(report.Figures, ReportWriter.Json) + "\n";
        await WriteAsync(arguments.GetValue(_json), figures);
        await WriteAsync(arguments.GetValue(_markdown), page);
        await WriteAsync(arguments.GetValue(_picture), report.Picture);
        if (arguments.GetValue(_publish))
        {
            await ReportWriter.PublishAsync(report, facts, ReportWriter.Folder);
        }

        return report.Succeeded ? 0 : 1;
    }

    private static async Task WriteAsync(string? path, string? text)
    {
        if (path is not null && text is not null)
        {
            await File.WriteAllTextAsync(path, text);
        }
    }
}
