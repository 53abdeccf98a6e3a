using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Personalization.Storage.Postgres.Connections;

/// <summary>Lists everything wrong with <see cref="PostgresStorageOptions"/>.</summary>
internal sealed class PostgresStorageOptionsValidator : IValidateOptions<PostgresStorageOptions>
{
    public ValidateOptionsResult Validate(string? name, PostgresStorageOptions options)
    {
        List<ValidationResult> problems = [];
        _ = Validator.TryValidateObject(options, new ValidationContext(options), problems, validateAllProperties: true);
        List<string> texts =
        [.. problems.Select(problem => problem.ErrorMessage ?? string.Join(", ", problem.MemberNames))];
        if (ConnectionStringProblem(options.ConnectionString) is { } text)
        {
            texts.Add($"{nameof(options.ConnectionString)} {text}");
        }

        return texts.Count > 0 ? ValidateOptionsResult.Fail(texts) : ValidateOptionsResult.Success;
    }

    /// <summary>Never repeats the text itself: there may be a password in it.</summary>
    private static string? ConnectionStringProblem(string? connectionString)
    {
        try
        {
            return string.IsNullOrWhiteSpace(connectionString)
                || new NpgsqlConnectionStringBuilder(connectionString).Host is { Length: > 0 }
                ? null
                : "must name a Host.";
        }
        catch (ArgumentException error)
        {
            return $"is not one that Npgsql understands ({error.GetType().Name}).";
        }
    }
}
