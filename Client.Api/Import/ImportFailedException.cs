namespace Personalization.Client.Api.Import;

/// <summary>The import cannot go on; the message says why. Running it again resumes it.</summary>
internal sealed class ImportFailedException(string message, Exception? inner = null) : Exception(message, inner);
