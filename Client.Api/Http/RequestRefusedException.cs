using Personalization.Abstractions.Events;

namespace Personalization.Client.Api.Http;

/// <summary>
/// Ends a request with a problem. Thrown by readers and endpoints, answered by <see cref="ProblemMiddleware"/>.
/// </summary>
internal sealed class RequestRefusedException(
    ProblemCode code, string detail, IReadOnlyList<ValidationError>? errors = null)
    : Exception(detail)
{
    /// <summary>The kind of problem.</summary>
    public ProblemCode Code { get; } = code;

    /// <summary>Every error found; null when the detail says it all.</summary>
    public IReadOnlyList<ValidationError>? Errors { get; } = errors;

    /// <summary>422 with every error.</summary>
    public static RequestRefusedException Invalid(IReadOnlyList<ValidationError> errors) =>
        new(
            ProblemCode.Validation,
            errors.Count == 1 ? errors[0].Message : $"{errors.Count} values are invalid.",
            errors);

    /// <summary>400 with the place where reading stopped.</summary>
    public static RequestRefusedException Malformed(string path, string message) =>
        new(ProblemCode.Malformed, message, [new(path, "malformed", message)]);
}
