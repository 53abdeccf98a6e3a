using System.Text.Json;
using System.Text.RegularExpressions;
using Personalization.Testing.Contract;

namespace Personalization.ClusterTests.Fuzz;

/// <summary>The rules that every answer must satisfy.</summary>
internal static partial class AnswerRules
{
    private static readonly int[] NoSuchResource = [400, 404, 405];

    /// <summary>Gets the problem of an answer; null for none.</summary>
    public static string? Broken(FuzzRequest request, FuzzAnswer answer, ApiContract contract)
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

        return (answer.Status < 400 ? BrokenSuccess(answer)
            : IsRefusedByHttpServer(request, answer) ? null
            : BrokenProblem(answer)) ?? BrokenContract(request, answer, contract);
    }

    /// <summary>
    /// True if the HTTP server refused a zero byte in the path. It answers without a body and closes the connection;
    /// the engine never sees the request.
    /// </summary>
    private static bool IsRefusedByHttpServer(FuzzRequest request, FuzzAnswer answer) =>
        answer is { Status: 400, Body.Length: 0, Closes: true }
        && request.Target.Split('?')[0].Contains("%00", StringComparison.Ordinal);

    /// <summary>Compares the answer with the schema of the operation and the status.</summary>
    private static string? BrokenContract(FuzzRequest request, FuzzAnswer answer, ApiContract contract) =>
        answer.Body.Length > 0
        && contract.Find(request.Method, request.Target.Split('?')[0]) is { } operation
        && contract.WrongAnswer(operation, answer.Status, answer.MediaType, answer.Text) is { Count: > 0 } wrong
            ? $"an answer that {operation} does not describe ({string.Join("; ", wrong)})"
            : null;

    private static string? BrokenSuccess(FuzzAnswer answer) => answer.MediaType switch
    {
        null => answer.Body.Length == 0 ? null : "a body without a media type",
        "application/json" => IsJson(answer.Text) ? null : "invalid JSON",
        "application/x-ndjson" => answer.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).All(IsJson)
            ? null
            : "a line of invalid JSON",
        _ => null,
    };

    private static string? BrokenProblem(FuzzAnswer answer)
    {
        if (answer.MediaType != "application/problem+json" || !IsJson(answer.Text))
        {
            return "an error without application/problem+json";
        }

        using JsonDocument problem = JsonDocument.Parse(answer.Body);
        if (!problem.RootElement.TryGetProperty("type", out JsonElement type)
            || type.GetString()?.StartsWith("urn:personalization:problem:", StringComparison.Ordinal) != true)
        {
            return "a problem without a type of this API";
        }

        if (problem.RootElement.TryGetProperty("status", out JsonElement status) && status.GetInt32() != answer.Status)
        {
            return "a problem whose status differs from its answer";
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
