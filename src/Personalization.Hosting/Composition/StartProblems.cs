using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;
using Personalization.Hosting.Settings;

namespace Personalization.Hosting.Composition;

/// <summary>Explains why a program did not start.</summary>
internal static class StartProblems
{
    /// <summary>Sentences that a person can act on; null when the error is a defect of the program.</summary>
    public static IReadOnlyList<string>? Of(Exception error) => error switch
    {
        SettingsRefusedException refused => refused.Problems,
        StartRefusedException refused => refused.Problems,
        OptionsValidationException invalid => [.. invalid.Failures],
        InvalidDataException unreadable => [OneLine(unreadable)],
        IOException { InnerException: AddressInUseException } => [$"{error.Message} Choose another with --urls."],
        _ when error.InnerException is { } inner => Of(inner),
        _ => null,
    };

    /// <summary>Writes the problems to the error output: one line for one problem, else a list.</summary>
    public static async Task WriteAsync(IReadOnlyList<string> problems)
    {
        if (problems.Count == 1)
        {
            await Console.Error.WriteLineAsync($"The engine cannot start: {problems[0]}");
            return;
        }

        await Console.Error.WriteLineAsync("The engine cannot start:");
        foreach (string problem in problems)
        {
            await Console.Error.WriteLineAsync($"  {problem}");
        }
    }

    /// <summary>A settings file that cannot be read: its path and the position of the error.</summary>
    private static string OneLine(InvalidDataException unreadable) =>
        $"{unreadable.Message} {unreadable.GetBaseException().Message}".ReplaceLineEndings(" ");
}
