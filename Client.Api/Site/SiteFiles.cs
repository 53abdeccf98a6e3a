using System.Collections.Frozen;
using System.Reflection;
using System.Text;

namespace Personalization.Client.Api.Site;

/// <summary>
/// The files of the web pages. They are resources of the assembly, so that they work from any working directory.
/// </summary>
internal sealed class SiteFiles
{
    private const string Prefix = "site/";

    private static readonly Assembly Source = typeof(SiteFiles).Assembly;

    private readonly FrozenDictionary<string, SiteFile> _files = Source.GetManifestResourceNames()
        .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
        .ToFrozenDictionary(name => name[Prefix.Length..], Read, StringComparer.Ordinal);

    /// <summary>The names of all files, for example <c>landing.html</c>.</summary>
    public IEnumerable<string> Names => _files.Keys;

    /// <summary>Finds a file; null when there is none of this name.</summary>
    public SiteFile? Find(string name) => _files.GetValueOrDefault(name);

    /// <summary>Returns the text of a file that exists.</summary>
    public string TextOf(string name) => Encoding.UTF8.GetString(_files[name].Content);

    private static SiteFile Read(string name)
    {
        using Stream stream = Source.GetManifestResourceStream(name)!;
        using MemoryStream bytes = new();
        stream.CopyTo(bytes);
        return new SiteFile(name, bytes.ToArray());
    }
}
