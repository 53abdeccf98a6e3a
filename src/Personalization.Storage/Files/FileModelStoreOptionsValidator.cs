using Microsoft.Extensions.Options;

namespace Personalization.Storage.Files;

/// <summary>Validates <see cref="FileModelStoreOptions"/>.</summary>
internal sealed class FileModelStoreOptionsValidator : IValidateOptions<FileModelStoreOptions>
{
    public ValidateOptionsResult Validate(string? name, FileModelStoreOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.Path) || options.Path.Contains('\0', StringComparison.Ordinal))
        {
            return ValidateOptionsResult.Fail(
                $"{nameof(options.Path)} must name the folder of the model versions but was '{options.Path}'.");
        }

        return File.Exists(options.Path)
            ? ValidateOptionsResult.Fail($"{nameof(options.Path)} must name a folder, but '{options.Path}' is a file.")
            : ValidateOptionsResult.Success;
    }
}
