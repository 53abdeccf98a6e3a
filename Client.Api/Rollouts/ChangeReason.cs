using Personalization.Abstractions.Events;
using Personalization.Abstractions.Identity;

namespace Personalization.Client.Api.Rollouts;

/// <summary>Validates the reason of a change: optional, at most 1,024 characters.</summary>
internal static class ChangeReason
{
    private const int MaxLength = 1024;

    /// <summary>Adds the error of a reason, if any.</summary>
    public static void Check(string? reason, string path, List<ValidationError> errors)
    {
        if (reason?.Length > MaxLength)
        {
            errors.Add(new(
                $"{path}.reason",
                "tooLong",
                $"reason must have at most {MaxLength} characters but had {reason.Length}."));
        }
        else if (reason is not null && IdentifierRules.UnicodeProblem(reason) is { } problem)
        {
            errors.Add(new($"{path}.reason", "invalid", $"reason {problem}."));
        }
    }
}
