using Personalization.Testing;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Personalization.IntegrationTests.Deploy;

/// <summary>Reads the deployment's YAML.</summary>
internal static class Yaml
{
    /// <summary>Gets the YAML files of the deployment.</summary>
    public static IReadOnlyList<string> Files() =>
    [
        .. Directory.EnumerateFiles(Path.Combine(Repository.Root, "deploy"), "*.*", SearchOption.AllDirectories)
            .Where(file => Path.GetExtension(file) is ".yaml" or ".yml").Order(StringComparer.Ordinal),
    ];

    /// <summary>
    /// Reads the documents of a file, given relative to the repository's root, with merge keys applied.
    /// </summary>
    /// <exception cref="YamlException">The file is invalid YAML or has a duplicate key.</exception>
    public static IReadOnlyList<YamlNode> Documents(string name)
    {
        using StreamReader text = File.OpenText(Path.Combine(Repository.Root, name));
        YamlStream stream = [];
        stream.Load(new MergingParser(new Parser(text)));
        return [.. stream.Documents.Select(document => document.RootNode)];
    }

    /// <summary>Gets the node at a path of keys; null for none.</summary>
    public static YamlNode? At(this YamlNode? node, params IReadOnlyList<string> path)
    {
        foreach (string key in path)
        {
            node = node is YamlMappingNode map && map.Children.TryGetValue(new YamlScalarNode(key), out YamlNode? child)
                ? child
                : null;
        }

        return node;
    }

    /// <summary>Gets the text at a path of keys; null for none.</summary>
    public static string? Text(this YamlNode? node, params IReadOnlyList<string> path) =>
        (node.At(path) as YamlScalarNode)?.Value;

    /// <summary>Gets the elements of the list at a path of keys.</summary>
    public static IReadOnlyList<YamlNode> List(this YamlNode? node, params IReadOnlyList<string> path) =>
        node.At(path) is YamlSequenceNode list ? [.. list.Children] : [];

    /// <summary>Gets the texts of the map at a path of keys.</summary>
    public static IReadOnlyDictionary<string, string> Map(this YamlNode? node, params IReadOnlyList<string> path) =>
        node.At(path) is YamlMappingNode map
            ? map.Children.ToDictionary(
                pair => ((YamlScalarNode)pair.Key).Value!,
                pair => (pair.Value as YamlScalarNode)?.Value ?? string.Empty)
            : new Dictionary<string, string>();
}
