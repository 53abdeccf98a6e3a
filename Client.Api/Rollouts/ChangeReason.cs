using Personalization.Abstractions.Events;
using Personalization.Abstractions.Identity;

namespace Personalization.Client.Api.Rollouts;

/// <summary>Why somebody changes something: kept in its record. At most 1,024 characters; may be left out.</summary>
internal static class ChangeReason
{
    private const int Longest = 1024;

    /// <summary>Adds what is wrong with a reason.</summary>
    public static void Check(string? reason, string path, List<ValidationError> errors)
    {
        if (reason?.Length > Longest)
        {
            errors.Add(new(
                $"{path}.reason", "tooLong", $"reason must have at most {Longest} characters, has {reason.Length}."));
        }
        else if (reason is not null && IdentifierRules.UnicodeProblem(reason) is { } problem)
        {
            errors.Add(new($"{path}.reason", "invalid", $"reason {problem}."));
        }
    }
}
