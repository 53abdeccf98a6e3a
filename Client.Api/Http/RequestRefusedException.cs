using Personalization.Abstractions.Events;

namespace Personalization.Client.Api.Http;

/// <summary>Ends a request with a problem, which <see cref="ProblemMiddleware"/> sends.</summary>
internal sealed class RequestRefusedException(
    ProblemCode code, string detail, IReadOnlyList<ValidationError>? errors = null)
    : Exception(detail)
{
    /// <summary>The problem code.</summary>
    public ProblemCode Code { get; } = code;

    /// <summary>Every error; null when the detail is sufficient.</summary>
    public IReadOnlyList<ValidationError>? Errors { get; } = errors;

    /// <summary>Creates a 422 with every error.</summary>
    public static RequestRefusedException Invalid(IReadOnlyList<ValidationError> errors) =>
        new(
            ProblemCode.Validation,
            errors.Count == 1 ? errors[0].Message : $"{errors.Count} values are invalid.",
            errors);

    /// <summary>Creates a 400 with the path of the unreadable text.</summary>
    public static RequestRefusedException Malformed(string path, string message) =>
        new(ProblemCode.Malformed, message, [new(path, "malformed", message)]);
}
