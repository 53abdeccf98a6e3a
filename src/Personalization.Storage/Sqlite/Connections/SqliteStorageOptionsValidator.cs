using Microsoft.Extensions.Options;

namespace Personalization.Storage.Sqlite.Connections;

/// <summary>Reports every invalid value of <see cref="SqliteStorageOptions"/> with the allowed range.</summary>
internal sealed class SqliteStorageOptionsValidator : IValidateOptions<SqliteStorageOptions>
{
    public ValidateOptionsResult Validate(string? name, SqliteStorageOptions options)
    {
        List<string> problems = [];
        if (string.IsNullOrWhiteSpace(options.Path) || options.Path.Contains('\0', StringComparison.Ordinal))
        {
            problems.Add($"{nameof(options.Path)} must name the database file but was '{options.Path}'.");
        }
        else if (Directory.Exists(options.Path))
        {
            problems.Add($"{nameof(options.Path)} must name a file, but '{options.Path}' is a folder.");
        }

        if (options.Readers is < 1 or > 64)
        {
            problems.Add($"{nameof(options.Readers)} must be 1 to 64 but was {options.Readers}.");
        }

        if (options.MaxQueuedWrites is < 1 or > 1_000_000)
        {
            problems.Add($"{nameof(options.MaxQueuedWrites)} must be 1 to 1000000 but was {options.MaxQueuedWrites}.");
        }

        if (options.MaxQueuedBytes is < 64L << 10 or > 4L << 30)
        {
            problems.Add(
                $"{nameof(options.MaxQueuedBytes)} must be 65536 to 4294967296 but was {options.MaxQueuedBytes}.");
        }

        return problems.Count > 0 ? ValidateOptionsResult.Fail(problems) : ValidateOptionsResult.Success;
    }
}
