namespace Personalization.Storage.Files;

/// <summary>
/// Which names may become folders and files: none that could lead elsewhere or be taken for one of the store's own.
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

    /// <exception cref="ArgumentException">The name is not one of a version.</exception>
    public static void CheckVersion(string version)
    {
        if (!IsVersion(version))
        {
            throw new ArgumentException(
                $"A version's name must have 1 to {MaxVersion} characters of [a-z0-9-], is '{version}'.",
                nameof(version));
        }
    }

    /// <exception cref="ArgumentException">There are no files or one has a bad name.</exception>
    public static void CheckFiles(IEnumerable<string> files)
    {
        int count = 0;
        foreach (string file in files)
        {
            count++;
            if (!IsFile(file))
            {
                throw new ArgumentException(
                    $"A file's name must have 1 to {MaxFile} characters of [a-z0-9.-], not begin with a dot and not be "
                        + $"{ChecksumFile.Name}, is '{file}'.", nameof(files));
            }
        }

        if (count == 0)
        {
            throw new ArgumentException("A version needs one file or more.", nameof(files));
        }
    }

    private static bool IsPlain(char c) => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c);
}
