using System.Text.Json;
using System.Text.RegularExpressions;

namespace Personalization.ClusterTests.Fuzz;

/// <summary>What every answer must keep to, whatever was asked.</summary>
internal static partial class AnswerRules
{
    private static readonly int[] NoSuchResource = [400, 404, 405];

    /// <summary>Says what is wrong with an answer; null when nothing is.</summary>
    public static string? Broken(FuzzRequest request, FuzzAnswer answer)
    {
        if (answer.Status >= 500)
        {
            return "a server error";
        }

        bool documented = request.Operation.Statuses.Contains(answer.Status);
        if (!documented && (request.IsOfOperation || !NoSuchResource.Contains(answer.Status)))
        {
            return $"a status that {request.Operation} does not list";
        }

        return answer.Status < 400 ? BrokenSuccess(answer)
            : IsRefusedByHttpServer(request, answer) ? null
            : BrokenProblem(answer);
    }

    /// <summary>
    /// The HTTP server refuses a zero byte in a path by itself, without a body, and closes: no code of the engine sees
    /// the request.
    /// </summary>
    private static bool IsRefusedByHttpServer(FuzzRequest request, FuzzAnswer answer) =>
        answer is { Status: 400, Body.Length: 0, Closes: true }
        && request.Target.Split('?')[0].Contains("%00", StringComparison.Ordinal);

    private static string? BrokenSuccess(FuzzAnswer answer) => answer.MediaType switch
    {
        null => answer.Body.Length == 0 ? null : "a body without a media type",
        "application/json" => IsJson(answer.Text) ? null : "JSON that is none",
        "application/x-ndjson" => answer.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).All(IsJson)
            ? null
            : "a line that is no JSON",
        _ => null,
    };

    private static string? BrokenProblem(FuzzAnswer answer)
    {
        if (answer.MediaType != "application/problem+json" || !IsJson(answer.Text))
        {
            return "an error that is no application/problem+json";
        }

        using JsonDocument problem = JsonDocument.Parse(answer.Body);
        if (!problem.RootElement.TryGetProperty("type", out JsonElement type)
            || type.GetString()?.StartsWith("urn:personalization:problem:", StringComparison.Ordinal) != true)
        {
            return "a problem without a type of ours";
        }

        if (problem.RootElement.TryGetProperty("status", out JsonElement status) && status.GetInt32() != answer.Status)
        {
            return "a problem with another status than its answer";
        }

        return StackTrace().IsMatch(answer.Text) ? "a stack trace or an exception's name" : null;
    }

    private static bool IsJson(string text)
    {
        try
        {
            using JsonDocument _ = JsonDocument.Parse(text);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    [GeneratedRegex(@"\bat [A-Za-z_][\w.<>`]*\(|\b\w+Exception\b|\.cs:line", RegexOptions.CultureInvariant)]
    private static partial Regex StackTrace();
}
