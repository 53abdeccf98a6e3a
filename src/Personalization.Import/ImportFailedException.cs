namespace Personalization.Import;

/// <summary>The import failed. The message has the reason. A second run resumes the import.</summary>
internal sealed class ImportFailedException(string message, Exception? inner = null) : Exception(message, inner);
