using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Personalization.Storage.Postgres.Connections;

/// <summary>Reports every invalid value of <see cref="PostgresStorageOptions"/>.</summary>
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

    /// <summary>
    /// Validates the connection string. The message never contains it, because it may hold a password.
    /// </summary>
    private static string? ConnectionStringProblem(string? connectionString)
    {
        try
        {
            return string.IsNullOrWhiteSpace(connectionString)
                || new NpgsqlConnectionStringBuilder(connectionString).Host is { Length: > 0 }
                ? null
                : "must contain a Host.";
        }
        catch (ArgumentException error)
        {
            return $"is not a valid Npgsql connection string ({error.GetType().Name}).";
        }
    }
}
