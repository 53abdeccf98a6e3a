using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Personalization.Storage.Azure.Connections;

/// <summary>Reports every invalid value of <see cref="AzureStorageOptions"/>.</summary>
internal sealed class AzureStorageOptionsValidator : IValidateOptions<AzureStorageOptions>
{
    public ValidateOptionsResult Validate(string? name, AzureStorageOptions options)
    {
        List<string> problems = SettingProblems(options);
        bool hasAddresses = options.TableServiceUri is not null && options.BlobServiceUri is not null;
        bool hasAnyAddress = options.TableServiceUri is not null || options.BlobServiceUri is not null;
        if (HasConnection(options) ? hasAnyAddress : !hasAddresses)
        {
            problems.Add($"Either {nameof(options.ConnectionString)} or both of {nameof(options.TableServiceUri)} and "
                + $"{nameof(options.BlobServiceUri)} must be set.");
        }

        return problems.Count > 0 ? ValidateOptionsResult.Fail(problems) : ValidateOptionsResult.Success;
    }

    /// <summary>
    /// Validates the settings for a process that uses only the account's tables; returns every problem.
    /// </summary>
    public static List<string> TableProblems(AzureStorageOptions options)
    {
        List<string> problems = SettingProblems(options);
        if (HasConnection(options) == (options.TableServiceUri is not null))
        {
            problems.Add(
                $"Either {nameof(options.ConnectionString)} or {nameof(options.TableServiceUri)} must be set.");
        }

        return problems;
    }

    private static List<string> SettingProblems(AzureStorageOptions options)
    {
        List<ValidationResult> results = [];
        _ = Validator.TryValidateObject(options, new ValidationContext(options), results, validateAllProperties: true);
        return [.. results.Select(result => result.ErrorMessage!)];
    }

    private static bool HasConnection(AzureStorageOptions options) =>
        !string.IsNullOrWhiteSpace(options.ConnectionString);
}
