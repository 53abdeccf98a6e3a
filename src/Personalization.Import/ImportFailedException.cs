namespace Personalization.Import;

/// <summary>The import failed. The message has the reason. A second run resumes the import.</summary>
/// <param name="message">The reason, for the person who runs the import.</param>
/// <param name="inner">The failed call or read; null for none.</param>
/// <remarks>Rejected lines are no failure: the import lists them and ends with the exit code 2.</remarks>
internal sealed class ImportFailedException(string message, Exception? inner = null) : Exception(message, inner);
