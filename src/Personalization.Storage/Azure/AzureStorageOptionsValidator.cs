using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Personalization.Storage.Azure;

/// <summary>Lists everything wrong with <see cref="AzureStorageOptions"/>.</summary>
internal sealed class AzureStorageOptionsValidator : IValidateOptions<AzureStorageOptions>
{
    public ValidateOptionsResult Validate(string? name, AzureStorageOptions options)
    {
        List<ValidationResult> results = [];
        _ = Validator.TryValidateObject(options, new ValidationContext(options), results, validateAllProperties: true);
        List<string> problems = [.. results.Select(result => result.ErrorMessage!)];
        bool hasAddresses = options.TableServiceUri is not null && options.BlobServiceUri is not null;
        bool hasAnyAddress = options.TableServiceUri is not null || options.BlobServiceUri is not null;
        bool hasConnection = !string.IsNullOrWhiteSpace(options.ConnectionString);
        if (hasConnection ? hasAnyAddress : !hasAddresses)
        {
            problems.Add($"Either {nameof(options.ConnectionString)} or both of {nameof(options.TableServiceUri)} and {nameof(options.BlobServiceUri)} must be set.");
        }

        return problems.Count > 0 ? ValidateOptionsResult.Fail(problems) : ValidateOptionsResult.Success;
    }
}
