namespace Personalization.Storage.Files;

/// <summary>
/// Validates names of versions and files: rejects path traversal and names that the store uses itself.
/// </summary>
internal static class ModelNames
{
    private const int MaxVersion = 64;
    private const int MaxFile = 128;

    public static bool IsVersion(string? name) =>
        name is { Length: > 0 and <= MaxVersion } && name.All(c => IsPlain(c) || c == '-');

    public static bool IsFile(string? name) =>
        name is { Length: > 0 and <= MaxFile }
        && name[0] != '.'
        && name.All(c => IsPlain(c) || c is '-' or '.')
        && name != ChecksumFile.Name;

    /// <exception cref="ArgumentException">The name is not a valid version name.</exception>
    public static void CheckVersion(string version)
    {
        if (!IsVersion(version))
        {
            throw new ArgumentException(
                $"A version name must have 1 to {MaxVersion} characters of [a-z0-9-] but was '{version}'.",
                nameof(version));
        }
    }

    /// <exception cref="ArgumentException">There are no files, or a file name is invalid.</exception>
    public static void CheckFiles(IEnumerable<string> files)
    {
        int count = 0;
        foreach (string file in files)
        {
            count++;
            if (!IsFile(file))
            {
                throw new ArgumentException(
                    $"A file name must have 1 to {MaxFile} characters of [a-z0-9.-], must not begin with a dot and "
                        + $"must not be {ChecksumFile.Name} but was '{file}'.", nameof(files));
            }
        }

        if (count == 0)
        {
            throw new ArgumentException("A version must have at least one file.", nameof(files));
        }
    }

    private static bool IsPlain(char c) => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c);
}
