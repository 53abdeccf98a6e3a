using Personalization.Testing;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Personalization.IntegrationTests.Deploy;

/// <summary>Reads the deployment's YAML.</summary>
internal static class Yaml
{
    /// <summary>The YAML files of the deployment.</summary>
    public static IReadOnlyList<string> Files() =>
    [
        .. Directory.EnumerateFiles(Path.Combine(Repository.Root, "deploy"), "*.*", SearchOption.AllDirectories)
            .Where(file => Path.GetExtension(file) is ".yaml" or ".yml").Order(StringComparer.Ordinal),
    ];

    /// <summary>The documents of a file, named from the repository's root; merges are done.</summary>
    /// <exception cref="YamlException">It is no YAML, or a key stands twice.</exception>
    public static IReadOnlyList<YamlNode> Documents(string name)
    {
        using StreamReader text = File.OpenText(Path.Combine(Repository.Root, name));
        YamlStream stream = [];
        stream.Load(new MergingParser(new Parser(text)));
        return [.. stream.Documents.Select(document => document.RootNode)];
    }

    /// <summary>The node at the end of a path of keys; null when there is none.</summary>
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

    /// <summary>The text at the end of a path of keys; null when there is none.</summary>
    public static string? Text(this YamlNode? node, params IReadOnlyList<string> path) =>
        (node.At(path) as YamlScalarNode)?.Value;

    /// <summary>The elements of the list at the end of a path of keys.</summary>
    public static IReadOnlyList<YamlNode> List(this YamlNode? node, params IReadOnlyList<string> path) =>
        node.At(path) is YamlSequenceNode list ? [.. list.Children] : [];

    /// <summary>The texts of the map at the end of a path of keys.</summary>
    public static IReadOnlyDictionary<string, string> Map(this YamlNode? node, params IReadOnlyList<string> path) =>
        node.At(path) is YamlMappingNode map
            ? map.Children.ToDictionary(
                pair => ((YamlScalarNode)pair.Key).Value!,
                pair => (pair.Value as YamlScalarNode)?.Value ?? string.Empty)
            : new Dictionary<string, string>();
}
