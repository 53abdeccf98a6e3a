using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Personalization.Storage.Azure;

/// <summary>Lists everything wrong with <see cref="AzureTableClusteringOptions"/>.</summary>
internal sealed class AzureTableClusteringOptionsValidator : IValidateOptions<AzureTableClusteringOptions>
{
    public ValidateOptionsResult Validate(string? name, AzureTableClusteringOptions options)
    {
        List<ValidationResult> results = [];
        _ = Validator.TryValidateObject(options, new ValidationContext(options), results, validateAllProperties: true);
        List<string> problems = [.. results.Select(result => result.ErrorMessage!)];
        if (string.IsNullOrWhiteSpace(options.ConnectionString) == (options.TableServiceUri is null))
        {
            problems.Add($"Either {nameof(options.ConnectionString)} or {nameof(options.TableServiceUri)} must be set.");
        }

        return problems.Count > 0 ? ValidateOptionsResult.Fail(problems) : ValidateOptionsResult.Success;
    }
}
